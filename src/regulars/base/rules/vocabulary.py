"""What a rule can name, and how each named thing is read: from a customer's traits, and from columns.

Traits for now. Events, metrics, segments and purposes become further maps of the vocabulary, each with its own kind of
condition beside `TraitCondition`.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

from regulars.base.fields import queries
from regulars.base.fields.dictionary import Field
from regulars.base.fields.enums import Type
from regulars.base.fields.masks import WHOLE, Mask
from regulars.base.fields.moments import to_datetime
from regulars.base.fields.sealing import HEAD, MARK, is_sealed
from regulars.base.fields.values import FITS
from regulars.base.web import business

from .folding import fold, folded, has_controls
from .told import READ, in_other, texts_in

if TYPE_CHECKING:
    import ibis.expr.types as ir

LONGEST_NAME = 100
# What JSON writes for a value that says nothing; the bare empty text is how Spark reads it.
_NOTHING = ("null", "", '""', "[]", "{}")
# Signs that one engine or the other takes as a path inside the JSON.
_PATH_SIGNS = frozenset("$.:/*[]'\"\\`")


class Kind(Enum):
    """How values are compared."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    TRUTH = "truth"
    LIST = "list"
    SEALED = "sealed"
    SEALED_LIST = "sealed_list"
    UNDECLARED = "undeclared"


KINDS = {
    Type.TEXT: Kind.TEXT,
    Type.EMAIL: Kind.TEXT,
    Type.PHONE: Kind.TEXT,
    Type.URL: Kind.TEXT,
    Type.CHOICE: Kind.CHOICE,
    Type.INTEGER: Kind.NUMBER,
    Type.DATE: Kind.DATE,
    Type.MOMENT: Kind.MOMENT,
    Type.BOOLEAN: Kind.TRUTH,
    Type.LIST: Kind.LIST,
}


@dataclass(frozen=True)
class Trait:
    """A field of the dictionary as rules see it.

    A value is missing if it is not there, does not fit its field, or says nothing (empty text, empty list).
    """

    name: str
    label: str | Promise
    type_: Type
    choices: tuple[str, ...] = ()

    is_parsed: ClassVar = False
    """Whether values are parsed out of JSON, which takes long, and again wherever an expression mentions them."""

    @property
    def kind(self) -> Kind:
        return KINDS[self.type_]

    def value(self, traits: Mapping[str, Any], like: type) -> Any:
        """The value as predicates compare it, or None if it is missing; `like` only matters to the undeclared."""
        value = FITS[self.type_](traits.get(self.name))
        return None if value in ("", []) else comparable(value, self.kind)

    def has(self, traits: Mapping[str, Any]) -> bool:
        """Whether there is a value."""
        return self.value(traits, object) is not None

    def column(self, table: "ir.Table", like: type) -> "ir.Value":
        """The values as predicates compare them."""
        column = self.fitting(table)
        if self.kind in (Kind.TEXT, Kind.CHOICE):
            return folded(column)
        return column.map(folded) if self.kind is Kind.LIST else column

    def has_in(self, table: "ir.Table") -> "ir.BooleanValue":
        """Where there is a value."""
        column = self.fitting(table)
        if self.kind in (Kind.TEXT, Kind.CHOICE):
            return (column != "").fill_null(False)
        return (column.length() > 0).fill_null(False) if self.kind is Kind.LIST else column.notnull()

    def fitting(self, table: "ir.Table") -> "ir.Value":
        """The values that fit the field, null elsewhere."""
        return table[self.name]

    def has_like_in(self, table: "ir.Table", like: type) -> "ir.BooleanValue":
        """Where there is a value that can be compared with one of this type: never null, unlike the comparison."""
        return self.has_in(table)


@dataclass(frozen=True)
class Told(Trait):
    """A field of the business's own: its values stand in `other`, and each is read as the field's type has it."""

    is_parsed: ClassVar = True

    def fitting(self, table: "ir.Table") -> "ir.Value":
        return READ[self.type_](in_other(table, self.name))


@dataclass(frozen=True)
class Sealed(Trait):
    """A special field: its values are sealed, and compared by how equal ones begin. One not sealed yet is missing."""

    is_parsed: ClassVar = True

    @property
    def kind(self) -> Kind:
        return Kind.SEALED_LIST if self.type_ is Type.LIST else Kind.SEALED

    def value(self, traits: Mapping[str, Any], like: type) -> Any:
        value = FITS[Type.LIST if self.kind is Kind.SEALED_LIST else Type.TEXT](traits.get(self.name))
        if isinstance(value, list):
            return [each[:HEAD] for each in value] if value and all(map(is_sealed, value)) else None
        return value[:HEAD] if is_sealed(value) else None

    def column(self, table: "ir.Table", like: type) -> "ir.Value":
        if self.kind is Kind.SEALED_LIST:
            return texts_in(in_other(table, self.name)).map(lambda each: each.substr(0, HEAD))
        return in_other(table, self.name).str.substr(0, HEAD)

    def has_in(self, table: "ir.Table") -> "ir.BooleanValue":
        if self.kind is Kind.SEALED:
            return in_other(table, self.name).str.startswith(MARK).fill_null(False)
        texts = texts_in(in_other(table, self.name))
        sealed = texts.filter(lambda each: each.startswith(MARK))
        return texts.notnull() & (texts.length() > 0) & (sealed.length() == texts.length())


@dataclass(frozen=True)
class Undeclared(Trait):
    """A trait that sources send without a field for it: JSON texts, numbers and truths, each compared with its like."""

    is_parsed: ClassVar = True

    @property
    def kind(self) -> Kind:
        return Kind.UNDECLARED

    def value(self, traits: Mapping[str, Any], like: type) -> Any:
        return READERS[like](traits.get(self.name))

    def has(self, traits: Mapping[str, Any]) -> bool:
        value = traits.get(self.name)
        return value is not None and value not in ("", [], {})

    def column(self, table: "ir.Table", like: type) -> "ir.Value":
        value = in_other(table, self.name)
        if like is str:
            return folded(value.str)
        return value.float if like is float else value.bool

    def has_in(self, table: "ir.Table") -> "ir.BooleanValue":
        return in_other(table, self.name).cast("string").notin(_NOTHING).fill_null(False)

    def has_like_in(self, table: "ir.Table", like: type) -> "ir.BooleanValue":
        column = self.column(table, like)
        return (column != "").fill_null(False) if like is str else column.notnull()


def comparable(value: Any, kind: Kind) -> Any:
    """A fitting value in the form in which predicates compare it."""
    if value is None:
        return None
    if kind in (Kind.TEXT, Kind.CHOICE):
        return fold(value)
    if kind is Kind.LIST:
        return [fold(text) for text in value]
    return to_datetime(value) if kind is Kind.MOMENT else value


def some_text(value: Any) -> str | None:
    """A text that says something, folded."""
    return fold(value) if isinstance(value, str) and value else None


def number(value: Any) -> float | None:
    """A number as engines read JSON: 64-bit floating point."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.copysign(math.inf, value)


READERS = {str: some_text, float: number, bool: FITS[Type.BOOLEAN]}


def trait_of(field: Field) -> Trait:
    """A field as rules see it."""
    kind = Trait if field.has_column else Sealed if field.is_special else Told
    return kind(field.name, field.label, field.type, field.validation.choices)


@dataclass(frozen=True)
class Vocabulary:
    """What rules may name, the time zone in which the business counts its days, and what whoever asks may see.

    Nobody may ask about a field that they do not see whole: the answers would give it away.
    """

    fields: tuple[Field, ...]
    zone: ZoneInfo
    mask: Mask = WHOLE

    @cached_property
    def traits(self) -> Mapping[str, Trait]:
        """The declared traits by name."""
        return {field.name: trait_of(field) for field in self.fields}

    def trait(self, name: str) -> Trait | None:
        """A declared trait, or one that sources send all the same; None if no trait can have this name in a rule."""
        declared = self.traits.get(name)
        if declared or not name or len(name) > LONGEST_NAME or has_controls(name) or _PATH_SIGNS & set(name):
            return declared
        return Undeclared(name, name, Type.TEXT)


def vocabulary(
    fields: Iterable[Field] | None = None, zone: ZoneInfo | None = None, *, mask: Mask = WHOLE
) -> Vocabulary:
    """The dictionary's fields and the time zone of the business, or those that are given."""
    given = queries.every_field() if fields is None else fields
    return Vocabulary(tuple(given), zone or business.zone(), mask)
