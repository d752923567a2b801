"""Reads pages as people do: the words that stand in them."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from django.db import connections
from django.test import Client

from regulars.base.staff.models import User
from regulars.unify.road import run

INLINE = {"b", "bdi", "i", "small", "time", "code"}


class Words(HTMLParser):
    """The text of a page; what stands in boxes of its own is apart."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in INLINE:
            self.found.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, ())

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def words(response: Any) -> str:
    """The words of a page with single spaces between, without the marks that isolate directions."""
    html = response.content.decode()
    start = html.find('<div class="page">')
    reader = Words()
    reader.feed(html[start:] if start >= 0 else html)
    return re.sub(r"\s+", " ", re.sub("[\u2068\u2069]", "", "".join(reader.found))).strip()


def signed_in(email: str = "mali@shop.example") -> Client:
    """A browser in which the owner has signed in."""
    owner = User.objects.create_superuser(email, "a-long-password-7", name="Mali")
    client = Client()
    client.force_login(owner)
    return client


@contextmanager
def road_beside() -> Iterator[None]:
    """A road in another thread, as beside the web process."""
    stop = threading.Event()
    thread = threading.Thread(target=run_and_close, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def run_and_close(stop: threading.Event) -> None:
    try:
        run(stop)
    finally:
        connections.close_all()
