"""The table of the list of customers: which columns there are, and what stands in their cells, on a page and in a file.

Any field of the dictionary that its reader may see at least masked, who looks after them, since when they are known,
and what other apps know. Each column asks once for all rows.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regulars.base.fields import display
from regulars.base.fields.dictionary import Field
from regulars.base.fields.enums import Category, Type
from regulars.base.fields.masks import DOTS, Mask, Shown
from regulars.base.fields.queries import fields
from regulars.base.fields.values import FITS
from regulars.base.staff.queries import users
from regulars.unify.facts import sql
from regulars.unify.facts.queries import heard_on
from regulars.unify.identity import marked, store

from .columns import Columns, columns, doubtful
from .owners import owners_of
from .queries.listing import Row
from .sheets.values import phone, written

if TYPE_CHECKING:
    from regulars.base.staff.models import User

Values = Sequence[Any]
SORTED = ("name", "city", "country", "company")
USUAL = ("name", "contact", "city", "company", "orders")
MOST = 30
KEY = "key"
NUMBERS = {Type.INTEGER}
PLACES = {"city", "country", "state", "street", "company", "job_title"}


@dataclass(frozen=True)
class Cell:
    """What stands in one cell: words, or what `template` draws of `of`."""

    text: str = ""
    css: str = ""
    template: str = ""
    of: Any = None


@dataclass(frozen=True)
class Column:
    """One thing that is shown of customers; `load(rows)` is root → what `cell` and `values` are made of.

    `heads` are the labels of its cells in a file; one column may fill several.
    """

    code: str
    labels: tuple[str | Promise, ...]
    group: str | Promise
    load: Callable[[Sequence[Row]], Mapping[int, Any]]
    cell: Callable[[Any], Cell]
    heads: tuple[str | Promise, ...]
    values: Callable[[Any], Values]
    sort: str = ""
    is_number: bool = False
    raw: Callable[[Any], Any] | None = None
    """The value of a field as programs read it."""

    @property
    def is_field(self) -> bool:
        """Whether it shows a field of the dictionary, which may be masked."""
        return self.raw is not None

    @property
    def label(self) -> str:
        """All that it shows, in words."""
        return " · ".join(str(label) for label in self.labels)


def one(
    code: str, label: str | Promise, group: str | Promise, load: Callable[[Row], Any], *,
    cell: Callable[[Any], Cell], value: Callable[[Any], Any], sort: str = "", is_number: bool = False,
) -> Column:  # fmt: skip
    """A column that is filled by the row itself."""
    return Column(
        code, (label,), group, lambda rows: {row.root: load(row) for row in rows}, cell, (label,),
        lambda of: (value(of),), sort, is_number,
    )  # fmt: skip


def choices(user: "User") -> dict[str, Column]:
    """Every column that this reader may choose, by code, in order."""
    mask = user.sight.mask
    found = [name_column(), contact_column(), *(field_column(one) for one in fields() if offers(one, mask))]
    found += [owner_column(), since_column(), heard_column()]
    found += [app_column(one) for one in sorted(columns, key=lambda one: one.order) if user.has_perm(one.permission)]
    return {column.code: column for column in found}


def offers(field: Field, mask: Mask) -> bool:
    """Whether a field has a column of its own: the name always stands first."""
    return field.name != "name" and mask.of(field.name) is not Shown.HIDDEN


def shown(asked: Collection[str], known: Mapping[str, Column], rows: Sequence[Row], sort: str = "") -> list[Column]:
    """The columns that were chosen, the name first; nobody's company is no column unless it was asked for."""
    codes = ["name", *(code for code in asked if code != "name")] if asked else list(USUAL)
    if not asked and not sort.endswith("company") and not any(row.company for row in rows):
        codes.remove("company")
    return [known[code] for code in codes if code in known][:MOST]


def name_column() -> Column:
    column = one("name", _("Name"), Category.IDENTITY.label, lambda row: row, cell=lambda row: Cell(of=row),
                 value=lambda row: row.name, sort="name")  # fmt: skip
    return replace(column, raw=lambda row: row.name)


def contact_column() -> Column:
    label = _("Best contact")
    return Column("contact", (label,), Category.CONTACT.label, contacts, contact_cell, (label,),
                  lambda found: (found.text if found else "",))  # fmt: skip


@dataclass(frozen=True)
class Contact:
    """A way to reach somebody, as it is read; "" for none."""

    text: str
    is_doubtful: bool


def contacts(rows: Sequence[Row]) -> dict[int, Contact]:
    """Root → how this customer is best reached."""
    wrong = doubtful([row.root for row in rows if row.phone or row.email])
    return {row.root: contact(row, wrong.get(row.root, ())) for row in rows}


def contact(row: Row, wrong: Collection[str]) -> Contact:
    """The phone, or else the e-mail address; what is doubtful only where nothing else is known."""
    ways = [(name, value) for name, value in (("phone", row.phone), ("email", row.email)) if value]
    sound = [way for way in ways if way[0] not in wrong and is_whole(*way)]
    name, value = (*sound, *ways, ("", ""))[0]
    return Contact(phone(value) if name == "phone" else value, bool(ways) and not sound)


def is_whole(name: str, value: str) -> bool:
    """Whether it can be dialled or written to at all; of a masked one nobody can tell."""
    return DOTS in value or (value.startswith("+") if name == "phone" else "@" in value)


def contact_cell(found: Contact | None) -> Cell:
    if found is not None and found.is_doubtful:
        return Cell(template="customers/_doubtful_contact.html", of=found.text)
    return Cell((found and found.text) or "–", "contact")


def field_column(field: Field) -> Column:
    """A field of the dictionary."""
    name = field.name
    column = one(
        name, field.label, Category(field.category).label, lambda row: row.traits.get(name),
        cell=lambda value: field_cell(field, value), value=lambda value: typed(field, value),
        sort=name if name in SORTED else "", is_number=field.type in NUMBERS,
    )  # fmt: skip
    return replace(column, raw=lambda value: raw(field, value))


def field_cell(field: Field, value: Any) -> Cell:
    """A trait as a page shows it; lists as tags."""
    if field.type is Type.LIST and isinstance(value, list):
        return Cell(template="customers/_tags.html", of=value)
    css = "place" if field.name in PLACES else "num" if field.type in NUMBERS else "contact"
    return Cell(written(field.name, value), css)


def typed(field: Field, value: Any) -> Any:
    """A trait as a file keeps it: a number, a day or a moment where it is one, else in words."""
    fitting = FITS[field.type](value)
    if field.type is Type.MOMENT and fitting is not None:
        return display.to_datetime(fitting)
    if field.type in {Type.DATE, Type.INTEGER} and fitting is not None:
        return fitting
    # As they are kept, not as they are read: a number is dialled, and both are looked up elsewhere.
    is_code = field.type is Type.PHONE or field.name == "language"
    return value if is_code and isinstance(value, str) else written(field.name, value) or None


def raw(field: Field, value: Any) -> Any:
    """A trait as programs read it: codes and lists as they are kept."""
    fitting = FITS[field.type](value)
    return typed(field, value) if field.type in {Type.MOMENT, Type.DATE} and fitting is not None else value


def key_column() -> Column:
    """By which an import of the file finds the same customers; its head is the same in every language."""
    mine = marked.mark()
    return one(KEY, marked.HEAD, Category.IDENTITY.label, lambda row: f"{mine}-{row.root}", cell=text_cell,
               value=lambda key: key)  # fmt: skip


def owner_column() -> Column:
    label = pgettext_lazy("who looks after a customer", "Owner")
    return Column("owner", (label,), Category.ACCOUNT.label, owner_names, text_cell, (label,), lambda name: (name,))


def owner_names(rows: Sequence[Row]) -> dict[int, str]:
    """Root → what the colleague who looks after them is called."""
    owners = owners_of(row.root for row in rows)
    names = {user.pk: str(user) for user in users().filter(pk__in=set(owners.values()))} if owners else {}
    return {root: names.get(owner, "") for root, owner in owners.items()}


def since_column() -> Column:
    label = _("First heard of")
    return one("since", label, Category.ACCOUNT.label, lambda row: row.heard_on, cell=day_cell, value=lambda day: day)


def heard_column() -> Column:
    label = _("Last heard of")
    return Column("heard", (label,), Category.ACCOUNT.label, last_days, day_cell, (label,), lambda day: (day,))


def last_days(rows: Sequence[Row]) -> dict[int, date]:
    """Root → the day (UTC) of the last fact about them that is no colleague's."""
    members = store.members_of(row.root for row in rows)
    root_of = {key: root for root, keys in members.items() for key in keys}
    said = sql.select_keys(
        "SELECT l.a, MAX(l.last_position) FROM {given} JOIN link l ON l.a = given.key AND l.b = given.key"
        " JOIN source s ON s.id = l.source WHERE l.withdrawn = 0 AND s.kind <> 'staff' GROUP BY l.a",
        root_of,
    )
    days = heard_on(position for _, position in said)
    last: dict[int, date] = {}
    for key, position in said:
        if position in days:
            last[root_of[key]] = max(days[position], last.get(root_of[key], days[position]))
    return last


def app_column(one: Columns) -> Column:
    """What another app knows."""
    return Column(
        one.name, one.labels, _("Orders and more"), lambda rows: one.load([row.root for row in rows]),
        lambda of: Cell(template=one.template, of=of), one.written,
        one.values or (lambda _of: ()), is_number=one.is_number,
    )  # fmt: skip


def text_cell(text: str | None) -> Cell:
    return Cell(text or "", "place")


def day_cell(day: date | None) -> Cell:
    return Cell(display.day(day) if day else "", "num")


Loaded = Mapping[int, Any]


@dataclass(frozen=True)
class Line:
    """A row of the table with its cells, but for the name, which heads it."""

    row: Row
    cells: Sequence[Cell]

    @property
    def label(self) -> str:
        """What the row is called where it can be ticked."""
        return self.row.name or self.row.email or self.row.phone or str(self.row.root)


def lines_of(rows: Sequence[Row], shown: Sequence[Column]) -> list[Line]:
    """The rows with what each column knows of them, asked once for all."""
    loaded: list[tuple[Column, Loaded]] = [(column, column.load(rows) if rows else {}) for column in shown[1:]]
    return [Line(row, [column.cell(found.get(row.root)) for column, found in loaded]) for row in rows]


def values_of(rows: Sequence[Row], shown: Sequence[Column]) -> list[list[Any]]:
    """The rows as a file has them."""
    loaded: list[tuple[Column, Loaded]] = [(column, column.load(rows)) for column in shown]
    return [[value for column, found in loaded for value in column.values(found.get(row.root))] for row in rows]


def raw_values_of(rows: Sequence[Row], shown: Sequence[Column]) -> list[list[Any]]:
    """The rows as a file for programs has them."""
    loaded: list[tuple[Column, Loaded]] = [(column, column.load(rows)) for column in shown]
    return [[value for column, found in loaded for value in raw_of(column, found.get(row.root))] for row in rows]


def raw_of(column: Column, of: Any) -> Values:
    return (column.raw(of),) if column.raw else column.values(of)
