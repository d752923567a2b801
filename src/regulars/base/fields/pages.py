"""What the pages about fields show: each field with its use, by group, and what nobody declared. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from regulars.base.fields import display
from regulars.base.fields.dictionary import Field
from regulars.base.fields.enums import Category
from regulars.base.fields.known import Known
from regulars.base.fields.naming import may_adopt
from regulars.base.fields.usage import Sources, Usage


@dataclass(frozen=True)
class Row:
    """A field in the list: its purposes in words, and how it is used; `share` is in per cent, None if unknown."""

    field: Field
    purposes: tuple[str, ...]
    filled: int
    share: str
    sources: tuple[str, ...]
    unfit: int
    doubtful: tuple[tuple[str, int], ...]

    @property
    def has_no_purpose(self) -> bool:
        return not self.field.purposes and not self.field.is_retired

    @property
    def further(self) -> int:
        """How many purposes there are besides the first."""
        return len(self.purposes) - 1


@dataclass(frozen=True)
class Group:
    """The fields of one category."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Undeclared:
    """A trait that sources send without a field for it; `count` customers of those looked at have it."""

    name: str
    count: int
    sources: tuple[str, ...]


def row_of(field: Field, known: Known, usage: Usage) -> Row:
    """A field with its use."""
    filled = usage.filled.get(field.name, 0)
    named = [str(purpose.label) for purpose in known.purposes if purpose.code in field.purposes]
    return Row(
        field,
        tuple(named),
        filled,
        share(filled, usage.customers),
        most(usage.sources.get(field.name, {})),
        usage.unfit.get(field.name, 0),
        tuple(usage.doubtful.get(field.name, {}).items()),
    )


def share(part: int, whole: int) -> str:
    """A share in per cent, as the reader writes it; less than one is said to be so."""
    if not whole:
        return ""
    percent = 100 * part / whole
    if 0 < percent < 1:
        return _("under 1 %")
    return _("%(n)s %%") % {"n": display.number(int(percent))}


def most(sources: Sources) -> tuple[str, ...]:
    """Sources by how much comes from them, the most first."""
    return tuple(sorted(sources, key=lambda name: (-sources[name], name)))


def groups(known: Known, usage: Usage) -> list[Group]:
    """The fields that are offered, by category."""
    rows = [row_of(field, known, usage) for field in known.fields]
    return [group for category in Category if (group := _group(category, rows)).rows]


def _group(category: Category, rows: Sequence[Row]) -> Group:
    return Group(str(category.label), tuple(row for row in rows if row.field.category == category))


def retired(known: Known, usage: Usage) -> list[Row]:
    """The fields that are no longer offered."""
    return [row_of(field, known, usage) for field in known.every if field.is_retired]


def undeclared(known: Known, usage: Usage) -> list[Undeclared]:
    """What sources send that is no field and could be one, the most frequent first."""
    found = [Undeclared(name, sum(by.values()), most(by)) for name, by in usage.undeclared.items()]
    fitting = (one for one in found if one.name not in known.names and may_adopt(one.name))
    return sorted(fitting, key=lambda one: (-one.count, one.name))


def without_purpose(rows: Iterable[Group]) -> int:
    """How many fields are collected for nothing."""
    return sum(row.has_no_purpose for group in rows for row in group.rows)
