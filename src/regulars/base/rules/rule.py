"""A rule that was understood: a tree of conditions, answered for one customer or compiled for all of them.

Logic has two values: a condition on a missing value is false, whatever its operator, `empty` aside; only `not` turns
that around.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import and_, or_
from typing import TYPE_CHECKING, Any, Protocol

from .clock import Clock
from .operators import Operator
from .predicates import joined
from .vocabulary import Trait, Vocabulary

if TYPE_CHECKING:
    import ibis.expr.types as ir


class Node(Protocol):
    """A part of the tree. Event conditions, metrics, segments and purposes will be further ones."""

    def matches(self, traits: Mapping[str, Any], clock: Clock) -> bool:
        """The answer for one customer."""

    def compile(self, table: "ir.Table", clock: Clock) -> "ir.BooleanValue":
        """The answer for each row, never null."""

    def fields(self) -> Iterator[str]:
        """The names of the traits it asks about."""

    def tree(self) -> dict[str, Any]:
        """Its JSON."""


@dataclass(frozen=True)
class TraitCondition:
    """One question about one trait. `value` is ready to be compared, `written` is its JSON, `like` its Python type."""

    trait: Trait
    operator: Operator
    value: Any
    written: Mapping[str, Any]
    like: type

    def matches(self, traits: Mapping[str, Any], clock: Clock) -> bool:
        if self.operator.ask is None:
            return self.trait.has(traits) != self.operator.negated
        value = self.trait.value(traits, self.like)
        return value is not None and self.operator.ask(self.value, clock).holds(value) != self.operator.negated

    def compile(self, table: "ir.Table", clock: Clock) -> "ir.BooleanValue":
        if self.operator.ask is None:
            there = self.trait.has_in(table)
            return ~there if self.operator.negated else there
        holds = self.operator.ask(self.value, clock).over(self.trait.column(table, self.like))
        if self.trait.is_parsed and not self.operator.negated:
            # No question is true of a missing value, so that it need not be asked whether there is one.
            return holds.fill_null(False)
        return self.trait.has_like_in(table, self.like) & (~holds if self.operator.negated else holds)

    def fields(self) -> Iterator[str]:
        yield self.trait.name

    def tree(self) -> dict[str, Any]:
        return {"trait": self.trait.name, "is": self.operator.code, **self.written}


@dataclass(frozen=True)
class Not:
    """The opposite."""

    part: Node

    def matches(self, traits: Mapping[str, Any], clock: Clock) -> bool:
        return not self.part.matches(traits, clock)

    def compile(self, table: "ir.Table", clock: Clock) -> "ir.BooleanValue":
        return ~self.part.compile(table, clock)

    def fields(self) -> Iterator[str]:
        return self.part.fields()

    def tree(self) -> dict[str, Any]:
        return {"not": self.part.tree()}


@dataclass(frozen=True)
class Group:
    """All of the parts, or any of them."""

    is_all: bool
    parts: tuple[Node, ...]

    def matches(self, traits: Mapping[str, Any], clock: Clock) -> bool:
        answers = (part.matches(traits, clock) for part in self.parts)
        return all(answers) if self.is_all else any(answers)

    def compile(self, table: "ir.Table", clock: Clock) -> "ir.BooleanValue":
        return joined(and_ if self.is_all else or_, [part.compile(table, clock) for part in self.parts])

    def fields(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.fields()

    def tree(self) -> dict[str, Any]:
        return {"all" if self.is_all else "any": [part.tree() for part in self.parts]}


@dataclass(frozen=True)
class Rule:
    """A whole rule. `now` is in µs since 1970 UTC; days are those of the vocabulary's time zone."""

    root: Node
    vocabulary: Vocabulary

    @property
    def tree(self) -> dict[str, Any]:
        """The rule as canonical JSON: `parse` makes an equal rule of it."""
        return self.root.tree()

    def fields(self) -> frozenset[str]:
        """The names of the traits it asks about."""
        return frozenset(self.root.fields())

    def matches(self, traits: Mapping[str, Any], now: int) -> bool:
        """Whether a customer with these golden traits answers the rule: the slow twin of `compile`."""
        return self.root.matches(traits, Clock(now, self.vocabulary.zone))

    def compile(self, table: "ir.Table", now: int) -> "ir.BooleanValue":
        """The same for each row of a table with the columns of the lake's `customers`; never null."""
        return self.root.compile(table, Clock(now, self.vocabulary.zone))
