"""Large files: the page is asked first, then they lie on disk for their owner alone, and nothing is left behind."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytest_django import Settings

from regulars.base.web import uploads
from regulars.base.web.bodies import MOST_READ
from regulars.base.web.uploads import KEY, Asking, Refusal, Upload, is_for, sweep, take
from tests.base.web.test_multipart import MARK, written

PART = 64 << 10


class Page:
    """A page that takes a file or refuses it; it notes what it was called with, and answers with a word."""

    def __init__(self, status: int = 204, then: Callable[[Upload], None] | None = None) -> None:
        self.status, self.then = status, then
        self.uploads: list[Upload] = []
        self.fields = b""
        self.kept: list[tuple[bytes, int]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        what = scope[KEY]
        self.fields = (await receive())["body"]
        status = self.status
        if isinstance(what, Asking):
            what.is_welcome = status == 204
        else:
            self.uploads.append(what)
            if isinstance(what.content, Path):
                self.kept.append((what.content.read_bytes(), what.content.stat().st_mode & 0o777))
            status = 200
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"said", "more_body": False})


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path / uploads.FOLDER


def scope_of(body: bytes, **headers: str) -> Any:
    said = {"content-type": f"multipart/form-data; boundary={MARK}", "content-length": str(len(body))} | headers
    listed = [(name.encode(), value.encode()) for name, value in said.items()]
    return {"type": "http", "method": "POST", "path": "/imports/upload/", "headers": listed}


def upload(page: Page, body: bytes, *, cut_at: int | None = None, size: str = "") -> list[int]:
    """The statuses that the sender hears."""
    pieces: Iterator[bytes] = (body[at : at + PART] for at in range(0, cut_at or len(body), PART))
    rest = len(body)

    async def receive() -> Any:
        nonlocal rest
        piece = next(pieces, None)
        if piece is None:
            return {"type": "http.disconnect"}
        rest -= len(piece)
        return {"type": "http.request", "body": piece, "more_body": rest > 0}

    heard: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            heard.append(message["status"])

    asyncio.run(take(scope_of(body, **({"content-length": size} if size else {})), receive, send, page))
    return heard


def test_a_file_comes_whole_to_a_page_that_welcomes_it(folder: Path) -> None:
    page, content = Page(), os.urandom(3 << 20)

    heard = upload(page, written(content, fields={"csrfmiddlewaretoken": "t"}, filename="a.csv"))

    assert heard == [200]
    assert page.kept == [(content, 0o600)]
    assert (page.uploads[0].name, page.fields) == ("a.csv", b"csrfmiddlewaretoken=t")
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_page_that_does_not_welcome_it_answers_and_nothing_is_kept(folder: Path) -> None:
    page = Page(403)

    heard = upload(page, written(b"x" * (1 << 20), fields={}))

    assert (heard, page.uploads, folder.exists()) == ([403], [], False)


def test_who_sends_much_to_a_page_that_refuses_is_answered_before_the_end(folder: Path) -> None:
    much = written(b"x" * (MOST_READ + (4 << 20)), fields={})

    assert upload(Page(403), much, cut_at=MOST_READ + (1 << 20)) == [403]
    assert not folder.exists()


def test_of_a_file_that_is_cut_off_nothing_is_kept(folder: Path) -> None:
    page = Page()

    heard = upload(page, written(b"x" * (2 << 20), fields={}), cut_at=1 << 20)

    assert (heard, page.uploads, list(folder.iterdir())) == ([], [], [])


def test_a_form_that_ends_in_the_midst_of_a_file_is_told_to_the_page(folder: Path) -> None:
    page = Page()

    heard = upload(page, written(b"x" * (1 << 20), fields={})[: -len(MARK)])

    assert (heard, [one.refusal for one in page.uploads], list(folder.iterdir())) == ([200], [Refusal.BROKEN], [])


def test_a_file_that_says_it_is_too_large_is_not_kept(folder: Path) -> None:
    page = Page()
    much = written(b"x" * (MOST_READ + (4 << 20)), fields={})

    heard = upload(page, much, cut_at=MOST_READ + (1 << 20), size=str(uploads.MOST_BYTES + 1))

    assert (heard, [one.refusal for one in page.uploads]) == ([200], [Refusal.TOO_LARGE])


def test_a_file_that_turns_out_too_large_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1 << 20)
    page = Page()

    upload(page, written(b"x" * (2 << 20), fields={}), size="5")

    assert ([one.refusal for one in page.uploads], list(folder.iterdir())) == ([Refusal.TOO_LARGE], [])


def test_a_file_for_which_there_is_no_room_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SPARE", 1 << 62)
    page = Page()

    upload(page, written(b"x", fields={}))

    assert [one.refusal for one in page.uploads] == [Refusal.FULL]


def test_too_many_files_at_once_are_asked_to_wait(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "AT_ONCE", 0)
    page = Page()

    upload(page, written(b"x", fields={}))

    assert [one.refusal for one in page.uploads] == [Refusal.BUSY]
    assert uploads._taking == 0


def test_whoever_falls_silent_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SECONDS", 0.01)
    page, body = Page(), written(b"x" * 1000, fields={})
    sent: list[Any] = []

    async def receive() -> Any:
        if sent:
            await asyncio.Event().wait()
        sent.append(1)
        return {"type": "http.request", "body": body[:-50], "more_body": True}

    async def send(_message: Any) -> None:
        sent.append(2)

    asyncio.run(take(scope_of(body), receive, send, page))

    assert (sent, page.uploads, list(folder.iterdir())) == ([1], [], [])


def test_only_pages_that_say_so_take_files() -> None:
    body = written(b"x", fields={})
    plain = scope_of(body, **{"content-type": "application/x-www-form-urlencoded"})

    assert is_for(scope_of(body))
    assert not is_for(plain)
    assert not is_for(scope_of(body) | {"path": "/imports/"})
    assert not is_for(scope_of(body) | {"path": "/nowhere/"})
    assert not is_for(scope_of(body) | {"method": "GET"})


def test_what_processes_that_are_gone_left_is_swept(folder: Path) -> None:
    sweep()
    folder.mkdir()
    for name in ("999999999-a", f"{os.getpid()}-a", f"{os.getppid()}-a", "odd"):
        (folder / name).touch()

    sweep()

    assert [path.name for path in folder.iterdir()] == [f"{os.getppid()}-a"]


def test_a_file_that_does_not_say_how_much_is_to_come_stops_where_the_room_ends(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = iter([1 << 40, 1 << 40])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=next(free, 0)))
    page = Page()

    upload(page, written(b"x" * (4 << 20), fields={}), size="0")

    assert ([one.refusal for one in page.uploads], list(folder.iterdir())) == ([Refusal.FULL], [])
