"""Loads the import that a page is about, and what all its pages share: the steps, and where it stands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.base.staff import roles
from regulars.base.staff.queries import sight_of
from regulars.base.web.access import signed_in
from regulars.collect.files import queries
from regulars.collect.files.enums import State
from regulars.collect.files.errors import ImportUnknown

if TYPE_CHECKING:
    from regulars.collect.files.models import Import

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
WORKED_ON = {State.PREVIEWING, State.RUNNING, State.UNDOING}
TONES = {State.DONE: "good", State.FAILED: "bad", State.PAUSED: "warn", State.PREVIEWED: "warn"}
"""What a state says to whoever looks at the list: all is well, something is wrong, or it waits for somebody."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way of a file; `url` is empty where it cannot be gone to."""

    label: str
    url: str
    is_current: bool
    is_done: bool


def about_import(view: View) -> View:
    """Gives the view the import instead of its number; 404 for none."""

    @wraps(view)
    def inner(request: HttpRequest, number: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            row = queries.find(number)
        except (ImportUnknown, OverflowError) as error:
            raise Http404 from error
        return view(request, row, *args, **kwargs)

    return inner  # type: ignore[return-value]


def opens_file(view: View) -> View:
    """For pages that show a file as it is, before it ran: to those who see as much as whoever brought it."""

    @wraps(view)
    def inner(request: HttpRequest, row: "Import", *args: Any, **kwargs: Any) -> HttpResponseBase:
        if page_of(row) == "imports:report":
            return redirect("imports:report", row.pk)
        if not roles.shows_no_more(sight_of(row.actor).mask, signed_in(request).sight.mask):
            raise PermissionDenied
        return view(request, row, *args, **kwargs)

    return inner  # type: ignore[return-value]


def page_of(row: "Import") -> str:
    """The name of the page where this import waits for a decision, or tells what it did."""
    state = State(row.state)
    if state.has_run or (state is State.FAILED and row.began_at):
        return "imports:report"
    if state in {State.PREVIEWING, State.PREVIEWED} or (row.mapping and row.basis):
        return "imports:preview"
    return "imports:basis" if row.mapping else "imports:look"


def steps(row: "Import", current: str) -> Iterator[Step]:
    """All steps, those that this import has reached with their address."""
    has_run = page_of(row) == "imports:report"
    reached = {
        "look": not has_run,
        "columns": not has_run and bool(row.fingerprint or row.mapping or current == "columns"),
        "basis": not has_run and bool(row.mapping),
        "preview": not has_run and bool(row.mapping and row.basis),
        "report": has_run,
    }
    labels = {
        "look": _("Look"),
        "columns": _("Match"),
        "basis": _("Basis"),
        "preview": _("Preview"),
        "report": pgettext("the last step of an import", "Import"),
    }
    names = list(labels)
    yield Step(_("Upload"), "", is_current=False, is_done=True)
    for place, (name, label) in enumerate(labels.items()):
        url = reverse(f"imports:{name}", args=[row.pk]) if reached[name] and name != current else ""
        yield Step(label, url, name == current, place < names.index(current))


def frame(row: "Import", step: str, **shown: Any) -> dict[str, Any]:
    """The context of a page about an import."""
    return {
        "row": row,
        "steps": list(steps(row, step)),
        "is_worked_on": row.state in WORKED_ON,
        "state_tone": TONES.get(State(row.state), ""),
        **shown,
    }
