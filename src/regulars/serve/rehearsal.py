"""Opens the pages once when the web process starts, so that the first to ask waits for nothing to be loaded.

They are opened as an owner sees them, in every language the first of them, each in a transaction that is taken back:
nothing stays of it, in the audit trail either.
"""

import gc
import logging
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.urls import resolve, reverse

from regulars.base.staff.enums import Role
from regulars.base.staff.middleware import written_for
from regulars.base.web import shell

if TYPE_CHECKING:
    from regulars.base.staff.models import User

logger = logging.getLogger(__name__)


def rehearse() -> None:
    """Open the pages; then what they loaded is out of the collector's sight."""
    open_pages()
    settle()


def ask_lake() -> None:
    """Ask what pages ask of the lake; what cannot be answered will say so to whoever asks for it."""
    for ask in shell.questions:
        try:
            ask()
        except Exception:
            logger.exception("The lake could not be asked ahead")
    settle()


def settle() -> None:
    """What is loaded stays. A full collection stops all threads for as long as it looks at everything: from now on at
    what came since.
    """
    gc.collect()
    gc.freeze()


def open_pages() -> None:
    """The one to sign in, those of the menu, and what apps name beside them."""
    open_page(reverse(settings.LOGIN_URL), AnonymousUser(), settings.LANGUAGE_CODE)
    owner = get_user_model()(pk=0, role=Role.OWNER, is_active=True)
    for address, language in scenes():
        open_page(address, owner, language)


def scenes() -> Iterator[tuple[str, str]]:
    """Addresses, each with the language it is opened in."""
    yield from ((reverse("web:home"), code) for code, _ in settings.LANGUAGES)
    named = chain.from_iterable(named() for named in shell.rehearsed)
    for address in chain((reverse(entry.url) for entry in shell.menu if not entry.asks_lake), named):
        yield address, settings.LANGUAGE_CODE


def open_page(address: str, reader: "User | AnonymousUser", language: str) -> None:
    """Open one page; one that cannot be opened will say so to whoever asks for it."""
    path, _, query = address.partition("?")
    try:
        view, args, kwargs = resolve(path)
        request = asked(path, query, reader)
        with transaction.atomic(), written_for(None, language):
            view(request, *args, **kwargs)
            transaction.set_rollback(True)
    except Exception:
        logger.exception("The page %s could not be opened ahead", address)


def asked(path: str, query: str, reader: "User | AnonymousUser") -> HttpRequest:
    """A request as it reaches a view."""
    request = HttpRequest()
    request.method, request.path, request.path_info, request.GET = "GET", path, path, QueryDict(query)
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "QUERY_STRING": query}
    request.user, request.session = reader, SessionStore()
    request._messages = default_storage(request)  # type: ignore[attr-defined] # where Django's middleware puts it
    return request
