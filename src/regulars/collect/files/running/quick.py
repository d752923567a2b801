"""Tells what facts did to known customers by looking before and after, where no other fact of the run is about them.

What foresight would say of such a fact, at a fraction of its price: the road has made the golden records anyway.
"""

from collections import Counter
from collections.abc import Sequence

import msgspec

from regulars.collect.files.enums import Outcome
from regulars.collect.files.preview.acquaintance import Acquaintance
from regulars.collect.files.preview.foreseen import said_in
from regulars.unify.customers.golden import Row, stored_rows, values_of
from regulars.unify.facts.consent import is_consent
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.statement import Statement
from regulars.unify.identity import store
from regulars.unify.identity.resolve import named

encode = msgspec.json.Encoder(order="deterministic").encode


class Before:
    """Customers as they are before a run of facts is filed; `statements` are those that can be told from it."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        shared = Counter(ident for statement in statements for ident in named(statement))
        met = self.met = Acquaintance(shared)
        self.roots = {
            id(statement): met.roots_of(named(statement))
            for statement in statements
            if statement.fact.kind == Kind.IDENTIFY
            and all(shared[ident] == 1 and met.is_sole(ident) for ident in named(statement))
        }
        about = Counter(root for mine in self.roots.values() for root in mine)
        others = {
            root
            for statement in statements
            if id(statement) not in self.roots
            for root in met.roots_of(named(statement))
        }
        self.statements = [
            statement
            for statement in statements
            if id(statement) in self.roots
            and all(about[root] == 1 and root not in others for root in self.roots[id(statement)])
            and not any(map(is_consent, said_in(statement)))
        ]
        self.rows = stored_rows({root for one in self.statements for root in self.roots[id(one)]})

    def outcomes(self) -> dict[int, Outcome]:
        """What became of each of these facts, by its id(), now that they are filed."""
        touched = {root for one in self.statements for root in self.roots[id(one)]}
        today = store.roots_of(touched | {one.key for one in self.statements})
        rows = stored_rows({today[one.key] for one in self.statements})
        return {id(one): self.outcome(one, today, rows.get(today[one.key])) for one in self.statements}

    def outcome(self, statement: Statement, today: dict[int, int], after: Row | None) -> Outcome:
        """What became of one fact."""
        root = today[statement.key]
        were = [self.rows[one] for one in self.roots[id(statement)] if today[one] == root and one in self.rows]
        if len(were) > 1:
            return Outcome.MERGED
        if not were:
            return Outcome.UNCHANGED if after is None else Outcome.CREATED
        return Outcome.UNCHANGED if after is not None and same(were[0], after) else Outcome.UPDATED


def same(one: Row, other: Row) -> bool:
    """Whether two golden rows have the same values; as JSON, because to Python true and 1 are the same."""
    return one[1] == other[1] or encode(values_of(one[1])) == encode(values_of(other[1]))
