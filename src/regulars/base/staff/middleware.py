"""Writes every page as its reader wants it: language, time zone and calendar, theirs or those of the business."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header

from regulars.base.fields import display
from regulars.base.staff.models import User
from regulars.base.staff.preferences import keep_language
from regulars.base.web import business
from regulars.base.web.middleware import API

Next = Callable[[HttpRequest], HttpResponseBase]


def reader_first(next_: Next) -> Next:
    """Stands behind authentication, which has loaded the reader, so that it asks the database nothing more."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(API):
            return next_(request)
        reader = request.user if isinstance(request.user, User) else None
        language = language_for(request, reader)
        request.LANGUAGE_CODE = language
        with written_for(reader, language):
            response = next_(request)
        response.headers.setdefault("Content-Language", language)
        note_choice(response, reader)
        return response

    return answer


@contextmanager
def written_for(reader: User | None, language: str) -> Iterator[None]:
    """Until the end of the block: this language, the reader's time zone and calendar."""
    zone = business.zone_or(reader.time_zone, business.zone().key) if reader else business.zone()
    with translation.override(language), timezone.override(zone), display.keeping(reader.calendar if reader else ""):
        yield


def language_for(request: HttpRequest, reader: User | None) -> str:
    """What the reader chose, else what this browser was told or asks for, else what the business speaks."""
    wanted = [reader.language if reader else "", request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    wanted += [code for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    return next((known for code in wanted if (known := supported(code))), None) or business.language()


def supported(code: str) -> str:
    """Our language for a code such as zh-CN; "" where there is none."""
    try:
        return translation.get_supported_language_variant(code) if code else ""
    except LookupError:
        return ""


def note_choice(response: HttpResponseBase, reader: User | None) -> None:
    """The language switch sets a cookie; of somebody who has signed in the choice is kept with them."""
    chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    if reader is not None and chosen is not None and supported(chosen.value):
        keep_language(reader, supported(chosen.value))
