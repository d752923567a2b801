"""Views of the list of customers: those that come with Regulars, each colleague's own, and what others share.

A view holds parts of a list's address as texts. One without a name is how a colleague keeps their columns.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.base.audit.services import record
from regulars.base.staff.queries import actor_of

from .errors import TooManyViews, ViewNameMissing, ViewUnknown
from .models import SavedView

if TYPE_CHECKING:
    from regulars.base.staff.models import User

PARTS = ("q", "rule", "owner", "new", "sort", "columns")
LONGEST_NAME = 100
MOST = 40
Parts = Mapping[str, str]


@dataclass(frozen=True)
class View:
    """A way of looking at a list: `code` is what an address calls it. `parts` are those that differ from everyone."""

    code: str
    name: str | Promise
    kind: str
    parts: Parts
    user_id: int = 0
    is_shared: bool = False

    @property
    def is_saved(self) -> bool:
        """Whether somebody made it."""
        return self.user_id > 0


def built_in(code: str, name: Promise, **parts: str) -> View:
    return View(code, name, "person", parts)


def condition(trait: str, operator: str, **more: object) -> dict[str, object]:
    return {"trait": trait, "is": operator, **more}


def text_of(*conditions: dict[str, object]) -> str:
    return json.dumps({"all": list(conditions)}, separators=(",", ":"))


NAMES = ("name", "first_name", "last_name", "nickname")
BUILT_IN = (
    built_in("named", _("Known by name"), rule=text_of({"any": [condition(name, "not_empty") for name in NAMES]})),
    built_in("new", _("New this week"), new="7"),
    built_in("mine", _("My customers"), owner="me"),
    built_in("birthdays", _("Birthday soon"),
             rule=text_of(condition("birthday", "anniversary_within_next", value=30))),
    built_in("unreachable", _("No phone or e-mail"),
             rule=text_of(condition("phone", "empty"), condition("email", "empty"))),
)  # fmt: skip
"""What everybody has; a view by a field that its reader does not see whole is left out."""


def saved_by(user: "User", kind: str) -> list[SavedView]:
    """The views of a kind that this colleague may open: theirs in their order, and what others share."""
    mine, shared = Q(user_id=user.pk), Q(is_shared=True) & ~Q(name="")
    return list(SavedView.objects.filter(mine | shared, kind=kind).order_by("place", "pk"))


def view_of(row: SavedView) -> View:
    parts = {name: str(row.asked[name]) for name in PARTS if name in row.asked}
    return View(str(row.pk), row.name, row.kind, parts, row.user_id, row.is_shared)


def views_for(user: "User", rows: Iterable[SavedView]) -> tuple[list[View], list[View]]:
    """Their own views, and those that others share."""
    named = [view_of(row) for row in rows if row.name]
    return [one for one in named if one.user_id == user.pk], [one for one in named if one.user_id != user.pk]


def own_columns(user: "User", rows: Iterable[SavedView]) -> str:
    """The columns that this colleague wants to see of everyone; empty for the usual ones."""
    return next((str(row.asked.get("columns", "")) for row in rows if not row.name and row.user_id == user.pk), "")


@transaction.atomic
def save_view(name: str, parts: Parts, *, user: "User", kind: str, is_shared: bool = False) -> View:
    """Keep this way of looking under a name. Raises ViewNameMissing, TooManyViews."""
    own = SavedView.objects.filter(user_id=user.pk).exclude(name="")
    if own.count() >= MOST:
        raise TooManyViews
    last = own.filter(kind=kind).order_by("-place").values_list("place", flat=True).first()
    row = SavedView.objects.create(
        name=readable(name), user_id=user.pk, is_shared=is_shared, kind=kind, asked=dict(parts), place=(last or 0) + 1
    )
    note("view.save", row, user)
    return view_of(row)


@transaction.atomic
def change_view(view_id: int, *, user: "User", **changes: object) -> View:
    """Change a view of one's own: `name`, `is_shared` or `asked`. Raises ViewUnknown, ViewNameMissing."""
    row = own_view(view_id, user)
    for field, value in changes.items():
        setattr(row, field, readable(str(value)) if field == "name" else value)
    row.save(update_fields=list(changes))
    note("view.share" if changes.get("is_shared") else "view.change", row, user)
    return view_of(row)


@transaction.atomic
def delete_view(view_id: int, *, user: "User") -> None:
    """Take a view of one's own away. Raises ViewUnknown."""
    row = own_view(view_id, user)
    note("view.delete", row, user)
    row.delete()


@transaction.atomic
def move_view(view_id: int, by: int, *, user: "User") -> None:
    """Put a view of one's own so many places further, or back. Raises ViewUnknown."""
    moved = own_view(view_id, user)
    rows = list(SavedView.objects.filter(user_id=user.pk, kind=moved.kind).exclude(name="").order_by("place", "pk"))
    at = next(place for place, row in enumerate(rows) if row.pk == moved.pk)
    rows.insert(min(max(at + by, 0), len(rows) - 1), rows.pop(at))
    for place, row in enumerate(rows):
        row.place = place
    SavedView.objects.bulk_update(rows, ["place"])


@transaction.atomic
def keep_columns(columns: Sequence[str], *, user: "User", kind: str) -> None:
    """How this colleague wants to see everyone from now on; without columns as usual."""
    SavedView.objects.filter(user_id=user.pk, name="", kind=kind).delete()
    if columns:
        SavedView.objects.create(name="", user_id=user.pk, kind=kind, asked={"columns": ",".join(columns)})


def own_view(view_id: int, user: "User") -> SavedView:
    """Raises ViewUnknown, also for what is somebody else's."""
    row = SavedView.objects.select_for_update().filter(pk=view_id, user_id=user.pk).exclude(name="").first()
    if row is None:
        raise ViewUnknown
    return row


def readable(name: str) -> str:
    """Raises ViewNameMissing."""
    plain = " ".join(name.split())[:LONGEST_NAME]
    if not plain:
        raise ViewNameMissing
    return plain


def note(action: str, row: SavedView, user: "User") -> None:
    record(action, actor=actor_of(user), object_type="view", keys=[row.pk], text=row.name)


def elsewhere(code: str, user: "User") -> SavedView | None:
    """A view of another kind of customers that this colleague may open."""
    if not (code.isascii() and code.isdigit() and len(code) < 19):
        return None
    mine = Q(user_id=user.pk) | Q(is_shared=True)
    return SavedView.objects.filter(mine, pk=int(code)).exclude(name="").first()
