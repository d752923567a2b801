"""Loads what a page is about, and what all pages about a source share."""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

from regulars.collect.sources.kinds import words_of
from regulars.unify.facts.queries import sources

if TYPE_CHECKING:
    from regulars.unify.facts.models import Source

INNERMOST = re.compile(r"[{\[][^{}\[\]]{,400}[}\]]")
LINE_END = re.compile(r"\n\s*")
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def about_source(view: View) -> View:
    """Gives the view the source instead of its number; 404 for none, and for the colleagues'."""

    @wraps(view)
    def inner(request: HttpRequest, source: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = sources().exclude(kind="staff").filter(pk=source).first()
        if found is None:
            raise Http404
        return view(request, found, *args, **kwargs)

    return inner  # type: ignore[return-value]


def frame(source: "Source", tab: str, **shown: Any) -> dict[str, Any]:
    """The context of a page about a source."""
    return {"source": source, "kind": words_of(source.kind), "tab": tab, **shown}


def json_text(value: Any) -> str:
    """JSON to read and edit: each innermost object or list on a line of its own."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return INNERMOST.sub(lambda found: LINE_END.sub(" ", found[0]), text)


def server_url(request: HttpRequest) -> str:
    """This server's public address, or the one that the visitor reached it at; without a slash at its end."""
    return str(settings.PUBLIC_URL) or request.build_absolute_uri("/").rstrip("/")
