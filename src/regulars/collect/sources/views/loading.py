"""Loads what a page is about, and what all pages about a source share."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponseBase

from regulars.base.staff.queries import actor_of
from regulars.base.web.access import signed_in
from regulars.collect.sources.kinds import words_of
from regulars.unify.facts.queries import sources

if TYPE_CHECKING:
    from regulars.unify.facts.models import Source

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


def actor(request: HttpRequest) -> str:
    """Who acts, for the audit trail."""
    return actor_of(signed_in(request))


def server_url(request: HttpRequest) -> str:
    """This server's address as the visitor reaches it, without a slash at its end."""
    return request.build_absolute_uri("/").rstrip("/")
