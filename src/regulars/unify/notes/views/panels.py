"""What the panels of notes and files show."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.base.fields import display
from regulars.base.web.access import actor_in, signed_in
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.queries.redacting import redactor
from regulars.unify.customers.views.loading import actor_names
from regulars.unify.notes.content import INLINE
from regulars.unify.notes.models import CustomerFile
from regulars.unify.notes.queries import ShownNote, files_of, notes_count, notes_of
from regulars.unify.notes.services import MOST_BYTES, MOST_MEGABYTES, see_mentions

LATEST = 5


@dataclass(frozen=True)
class NoteLine:
    """A note with who wrote it, and whether whoever looks did."""

    note: ShownNote
    author: str
    is_mine: bool


@dataclass(frozen=True)
class FileLine:
    """A file with who added it, and whether whoever looks may remove it."""

    file: CustomerFile
    name: str
    author: str
    may_remove: bool

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in the page."""
        return self.file.kind in INLINE


def is_whole(request: HttpRequest) -> bool:
    """Whether all of one panel is asked for."""
    return "all" in request.GET and request.resolver_match is not None and "name" in request.resolver_match.kwargs


def notes(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The pinned and the newest notes, or all of them, deleted ones with whom they can be brought back by.

    Whoever is named and looks at the notes has seen that: it needs no click of its own.
    """
    actor, every = actor_in(request), is_whole(request)
    readable = redactor(customer.keys, signed_in(request).sight.mask).text
    found = notes_of(customer.keys, None if every else LATEST, readable=readable, with_deleted=every)
    count = notes_count(customer.keys)
    names = actor_names() if found else {}
    lines = [NoteLine(one, names.get(one.actor, one.actor), one.actor == actor) for one in found]
    see_mentions(signed_in(request).pk, [one.id for one in found if not one.deleted_at])
    more = _("Show all {n}").format(n=display.number(count)) if count > len(found) else ""
    return {"lines": [one for one in lines if not one.note.deleted_at or one.is_mine], "more": more}


def files(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The files, newest first."""
    actor, may_all, found = actor_in(request), request.user.has_perm("customers.erase"), files_of(customer.keys)
    names = actor_names() if found else {}
    readable = redactor(customer.keys, signed_in(request).sight.mask).text
    lines = [
        FileLine(one, readable(one.name), names.get(one.actor, one.actor), one.actor == actor or may_all)
        for one in found
    ]
    return {
        "lines": lines,
        "most": display.number(MOST_MEGABYTES),
        "most_bytes": MOST_BYTES,
        "address": reverse("notes:upload", args=[customer.root]),
    }
