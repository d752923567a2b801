"""What a list of customers is asked for: the parts of its address, the view it starts from, and whose customers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.base.fields.masks import Mask, Sight
from regulars.base.rules import Rule, RuleInvalid
from regulars.unify.customers import filters, saved
from regulars.unify.customers.errors import FieldMasked, ViewUnknown
from regulars.unify.customers.queries import listing as listed
from regulars.unify.customers.saved import PARTS, View
from regulars.unify.facts.identifiers import PERSON
from regulars.unify.facts.queries import first_key_since

if TYPE_CHECKING:
    from regulars.base.staff.models import User
    from regulars.unify.customers.models import SavedView

MOST_BACK = 20
LONGEST_TEXT = 500
KINDS: dict[str, Promise] = {"person": _("People"), "company": _("Companies"), "household": _("Households")}
ME, NOBODY = "me", "nobody"
NO_OWNER = 0
"""In a sight's owners: those whom nobody looks after."""
NEW_DAYS = ("1", "7", "30", "90")
USUAL = {"q": "", "rule": "", "owner": "", "new": "", "sort": listed.NEWEST, "columns": ""}
EVERYONE = View("", _("Everyone"), PERSON, {})


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for. `base` are the parts of the view that it starts from, as texts.

    `was` are the cursors of the pages before, newest last; `owner` is "me", "nobody" or the id of a colleague;
    `new` is within how many days somebody was first heard of, 0 for whenever.
    """

    view: View
    kind: str
    base: Mapping[str, str]
    text: str = ""
    rule: Rule | None = None
    owner: str = ""
    new: int = 0
    sort: str = listed.NEWEST
    columns: tuple[str, ...] = ()
    cursor: str | None = None
    was: tuple[str, ...] = ()

    @property
    def tree(self) -> filters.Tree | None:
        """The rule as JSON."""
        return self.rule.tree if self.rule else None

    @cached_property
    def parts(self) -> dict[str, str]:
        """Every part as the text that stands in an address."""
        return {
            "q": self.text,
            "rule": filters.as_text(self.tree) if self.tree else "",
            "owner": self.owner,
            "new": str(self.new or ""),
            "sort": self.sort,
            "columns": ",".join(self.columns),
        }

    @property
    def changed(self) -> dict[str, str]:
        """The parts that the view does not have so, but for a search."""
        return {name: text for name, text in self.parts.items() if text != self.base[name] and name != "q"}

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but a search leaves customers out."""
        return bool(self.rule or self.owner or self.new)

    @property
    def since(self) -> int:
        """The lowest root that is new enough."""
        return first_key_since(self.new) if self.new else 0

    def address(self, **changes: Any) -> str:
        """The address of this list with something else; a page of it only where a cursor is given."""
        parts = self.parts | {name: str(changes.pop(name)) for name in PARTS if name in changes}
        said = {name: text for name, text in parts.items() if text != self.base[name]}
        kind = "" if self.kind == PERSON or self.view.code else self.kind
        every = {"view": self.view.code, "kind": kind} | {name: value for name, value in changes.items() if value}
        return "?" + urlencode({name: value for name, value in every.items() if value} | said, doseq=True)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form has to send along, so that it asks for this list; but for a search."""
        return [
            (name, value) for name, value in parse_qsl(self.address(q="")[1:], keep_blank_values=True) if name != "q"
        ]

    def sight(self, user: "User") -> Sight:
        """What this reader sees of the customers that are asked for: of their own sight at most."""
        sight = user.sight
        if not self.owner:
            return sight
        asked = frozenset({owner_id(self.owner, user)})
        return replace(sight, owners=asked if sight.owners is None else sight.owners & asked)


def owner_id(owner: str, user: "User") -> int:
    """The colleague that an address names; 0 for nobody."""
    if owner == ME:
        return int(user.pk)
    return NO_OWNER if owner == NOBODY else int(owner)


def base_of(view: View, columns: str) -> dict[str, str]:
    """The parts of a view, complete; `columns` are what this reader wants to see where the view says nothing."""
    return USUAL | ({"columns": columns} if columns else {}) | dict(view.parts)


def read(given: QueryDict, user: "User") -> tuple[Asked, list["SavedView"]]:
    """The address in parts, and the views this reader may open. Raises RuleInvalid, FieldMasked, ViewUnknown."""
    kind = given.get("kind", "")
    kind = kind if kind in KINDS else PERSON
    code = given.get("view", "")
    rows = saved.saved_by(user, kind)
    view = find_view(code, rows, user) if code else EVERYONE
    if code and view.kind != kind:
        kind, rows = view.kind, saved.saved_by(user, view.kind)
    base = base_of(view, saved.own_columns(user, rows))
    return asked_of(view, kind, base, given, user.sight.mask), rows


def find_view(code: str, rows: Iterable["SavedView"], user: "User") -> View:
    """The view of a code. Raises ViewUnknown."""
    known = {one.code: one for one in saved.BUILT_IN} | {str(row.pk): saved.view_of(row) for row in rows if row.name}
    if code in known:
        return known[code]
    row = saved.elsewhere(code, user)
    if row is None:
        raise ViewUnknown
    return saved.view_of(row)


def asked_of(view: View, kind: str, base: Mapping[str, str], given: Mapping[str, str], mask: Mask) -> Asked:
    """What is asked for, where the address says nothing as the view has it. Raises RuleInvalid, FieldMasked."""
    said = {name: given.get(name, base[name]).strip() for name in PARTS}
    rule = filters.read_rule(said["rule"])
    listed.check_seen(rule.fields() if rule else (), mask)
    return Asked(
        view=view,
        kind=kind,
        base=base,
        text=said["q"][:LONGEST_TEXT],
        rule=rule,
        owner=read_owner(said["owner"]),
        new=int(said["new"]) if said["new"] in NEW_DAYS else 0,
        sort=said["sort"] or listed.NEWEST,
        columns=read_columns(said["columns"]),
        cursor=given.get("cursor") or None,
        was=tuple(given.getlist("was"))[-MOST_BACK:] if isinstance(given, QueryDict) else (),
    )


def read_owner(text: str) -> str:
    """A colleague as an address names them; empty for anything else."""
    return text if text in (ME, NOBODY) or (text.isascii() and text.isdigit() and len(text) < 19) else ""


def read_columns(text: str) -> tuple[str, ...]:
    """The codes of columns, each once."""
    return tuple(dict.fromkeys(code for code in text.split(",") if code))


def usable(view: View, mask: Mask) -> bool:
    """Whether a reader sees all the fields whole that a view asks about."""
    try:
        rule = filters.read_rule(view.parts.get("rule", ""))
        listed.check_seen(rule.fields() if rule else (), mask)
        return True
    except (RuleInvalid, FieldMasked):
        return False


def built_in_for(kind: str, mask: Mask) -> Sequence[View]:
    """The views that come with Regulars and that this reader can use."""
    return [one for one in saved.BUILT_IN if one.kind == kind and usable(one, mask)]


def again(address: str, user: "User") -> Asked:
    """What an address asks for that a form sent back. Raises what `read` raises."""
    return read(QueryDict(address.removeprefix("?")), user)[0]
