"""What can be asked of one value that is there: each question once for Python and once as an expression."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import ibis
import pyarrow as pa

if TYPE_CHECKING:
    import ibis.expr.types as ir

FEW = 20
"""More values than these are joined as a table: DuckDB would compare with one after the other inside `or` and `not`."""


class Predicate(Protocol):
    """A question about a value. Text comes folded, moments as datetimes in UTC, undeclared numbers as floats."""

    def holds(self, value: Any) -> bool:
        """The answer for one value."""

    def over(self, column: "ir.Value") -> "ir.BooleanValue":
        """The answer for a column; null where the column is null."""


def joined(join: Callable[[Any, Any], Any], answers: Sequence["ir.BooleanValue"]) -> "ir.BooleanValue":
    """All answers by `and` or `or`, in halves: a chain of hundreds would exhaust a compiler's stack."""
    if len(answers) == 1:
        return answers[0]
    middle = len(answers) // 2
    return join(joined(join, answers[:middle]), joined(join, answers[middle:]))


@dataclass(frozen=True)
class OneOf:
    """The value equals one of these."""

    values: tuple[Any, ...]

    def holds(self, value: Any) -> bool:
        return value in self.values

    def over(self, column: "ir.Value") -> "ir.BooleanValue":
        if len(self.values) > FEW:
            return column.isin(ibis.memtable(pa.table({"value": list(self.values)})).value)
        return column == self.values[0] if len(self.values) == 1 else column.isin(self.values)


@dataclass(frozen=True)
class Within:
    """Every comparison holds: pairs of a function of `operator` and a bound."""

    bounds: tuple[tuple[Callable[[Any, Any], Any], Any], ...]

    def holds(self, value: Any) -> bool:
        return all(compare(value, bound) for compare, bound in self.bounds)

    def over(self, column: "ir.Value") -> "ir.BooleanValue":
        return joined(operator.and_, [compare(column, bound) for compare, bound in self.bounds])


@dataclass(frozen=True)
class Contains:
    """The text has this part."""

    part: str

    def holds(self, value: str) -> bool:
        return self.part in value

    def over(self, column: "ir.StringValue") -> "ir.BooleanValue":
        return column.contains(self.part)


@dataclass(frozen=True)
class StartsWith:
    """The text begins so."""

    part: str

    def holds(self, value: str) -> bool:
        return value.startswith(self.part)

    def over(self, column: "ir.StringValue") -> "ir.BooleanValue":
        return column.startswith(self.part)


@dataclass(frozen=True)
class EndsWith:
    """The text ends so."""

    part: str

    def holds(self, value: str) -> bool:
        return value.endswith(self.part)

    def over(self, column: "ir.StringValue") -> "ir.BooleanValue":
        return column.endswith(self.part)


@dataclass(frozen=True)
class HasAny:
    """The list has one of these texts."""

    texts: tuple[str, ...]

    def holds(self, value: list[str]) -> bool:
        return not set(self.texts).isdisjoint(value)

    def over(self, column: "ir.ArrayValue") -> "ir.BooleanValue":
        return column.filter(lambda text: text.isin(self.texts)).length() > 0


@dataclass(frozen=True)
class HasAll:
    """The list has each of these texts."""

    texts: tuple[str, ...]

    def holds(self, value: list[str]) -> bool:
        return set(self.texts) <= set(value)

    def over(self, column: "ir.ArrayValue") -> "ir.BooleanValue":
        return joined(operator.and_, [column.contains(text) for text in self.texts])


@dataclass(frozen=True)
class OnDays:
    """The date falls on one of these days of any year, each month × 100 + day."""

    days: frozenset[int]

    def holds(self, value: Any) -> bool:
        return value.month * 100 + value.day in self.days

    def over(self, column: "ir.DateValue") -> "ir.BooleanValue":
        return (column.month().cast("int32") * 100 + column.day()).isin(sorted(self.days))


@dataclass(frozen=True)
class InMonths:
    """The date falls in one of these months of any year."""

    months: tuple[int, ...]

    def holds(self, value: Any) -> bool:
        return value.month in self.months

    def over(self, column: "ir.DateValue") -> "ir.BooleanValue":
        return column.month().isin(self.months)
