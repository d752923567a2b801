"""The fast loader of the big benchmarks: a plan's rows straight into the road's tables, the search index and the lake.

It writes what the road would have written for the same facts; a test holds the two together.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection, transaction

from regulars.bench import lakefill
from regulars.bench.people import Int64s, Plan, anonymous_id, email, facts, message_id, name, user_id, visitor_id
from regulars.unify.customers import search
from regulars.unify.facts import sql
from regulars.unify.facts.counters import NAMES
from regulars.unify.facts.lake import lake
from regulars.unify.facts.parse import digest_of
from regulars.unify.facts.statement import SourceRef
from regulars.unify.identity.store import LINK_COLUMNS

AT_ONCE = 250_000
KEYS_EACH = 3
"""A customer's keys: user id (the root), e-mail, anonymous id."""

IDENTIFIER = ("key bigint", "type text", "scope text", "value text", "generation integer")

Rows = Iterable[tuple[Any, ...]]


class NotEmpty(Exception):
    """The loader counts keys and positions from 1, so it fills only an empty data folder."""


def fill(plan: Plan, source: SourceRef, *, received_at: int) -> None:
    """Write everything that follows from the plan's facts, as live facts of one trusted source. Raises NotEmpty.

    No road may run meanwhile, and a power cut may leave half of it: this is for data that can be made again.
    """
    if any(stored > 1 for _, stored in sql.run("SELECT name, next FROM counter")):
        raise NotEmpty
    loader = Loader(plan, source)
    with relaxed():
        for table, columns, rows in loader.tables():
            put(table, columns, rows)
        search.rebuild()
    with lake().writer() as writer:
        lakefill.append(writer, plan, source, loader.keys_of_names, received_at)


def bigints(*names: str) -> list[str]:
    """Columns of whole numbers."""
    return [f"{name} bigint" for name in names]


@contextmanager
def relaxed() -> Iterator[None]:
    """SQLite does not wait for the disk until all is in."""
    if connection.vendor != "sqlite":
        yield
        return
    sql.run("PRAGMA synchronous=OFF")
    sql.run("PRAGMA cache_size=-98304")
    yield
    sql.run("PRAGMA synchronous=FULL")
    sql.run("PRAGMA wal_checkpoint(TRUNCATE)")


def put(table: str, columns: Sequence[str], rows: Rows) -> None:
    """Insert rows, many at a time."""
    coming = iter(rows)
    while part := list(islice(coming, AT_ONCE)):
        with transaction.atomic():
            sql.insert(table, columns, part)


@dataclass(frozen=True)
class Loader:
    """The rows of each table, computed from the plan alone."""

    plan: Plan
    source: SourceRef

    def tables(self) -> Iterator[tuple[str, Sequence[str], Rows]]:
        """Table, columns and rows, in the order in which they are written."""
        yield "identifier", IDENTIFIER, self.identifiers()
        yield "link", LINK_COLUMNS, self.links()
        yield "redirect", bigints("key", "root", "position"), self.redirects()
        record = bigints("key", "source", "batch", "row", "position", "withdrawn")
        yield "record", [*record, "traits text"], map(self.record, range(self.plan.customers))
        yield "golden", ("root bigint", "kind text", "traits text"), map(self.golden, range(self.plan.customers))
        seen = ("source bigint", "hash bytea", *bigints("batch", "position", "key", "digest"))
        yield "seen", seen, self.seen()
        counted = (self.plan.facts, KEYS_EACH * self.plan.customers + self.plan.visitors, self.last_link)
        counters = [(name, last + 1) for name, last in zip(NAMES, counted, strict=True)]
        yield "counter", ("name text", "next bigint"), counters

    @cached_property
    def keys_of_names(self) -> Int64s:
        """The key of each of the plan's names."""
        customers = KEYS_EACH * np.arange(self.plan.customers)
        visitors = KEYS_EACH * self.plan.customers + 1 + np.arange(self.plan.visitors)
        return np.concatenate([customers + 1, customers + 3, visitors])

    @cached_property
    def filed(self) -> tuple[Int64s, Int64s, Int64s, Int64s]:
        """What facts are filed under: name, first and last position, count; by first position."""
        named, first, count = np.unique(self.plan.names, return_index=True, return_counts=True)
        _, from_end = np.unique(self.plan.names[::-1], return_index=True)
        order = np.argsort(first)
        return named[order], first[order] + 1, self.plan.facts - from_end[order], count[order]

    @property
    def last_link(self) -> int:
        """Each customer has two links more than the row that says that they were filed."""
        return len(self.filed[0]) + 2 * self.plan.customers

    def identifiers(self) -> Rows:
        for customer in range(self.plan.customers):
            key = KEYS_EACH * customer + 1
            yield key, "user_id", self.source.namespace, user_id(customer), 0
            yield key + 1, "email", "", email(customer), 0
            yield key + 2, "anonymous_id", "", anonymous_id(customer), 0
        for visitor in range(self.plan.visitors):
            yield KEYS_EACH * self.plan.customers + 1 + visitor, "anonymous_id", "", visitor_id(visitor), 0

    def links(self) -> Rows:
        """Link ids are counted in the order of first positions, the row of the filing key before its links."""
        link, source = 1, self.source.id
        keys = self.keys_of_names[self.filed[0]]
        spans = (column.tolist() for column in (keys, *self.filed[1:]))
        for place, (key, first, last, count) in enumerate(zip(*spans, strict=True)):
            claims = self.claims(place) if place < self.plan.customers else ""
            yield link, key, key, source, 0, first, last, count, True, "filed", claims, 0
            link += 1
            if place < self.plan.customers:
                for further in (key + 1, key + 2):
                    yield link, key, further, source, 0, first, first, 1, True, "joined", "", 0
                    link += 1

    def claims(self, customer: int) -> str:
        """The name that a customer's identify call states."""
        return f'{{"name":{{"{" ".join(name(customer))}":{customer + 1}}}}}'

    def redirects(self) -> Rows:
        for customer in range(self.plan.customers):
            root = KEYS_EACH * customer + 1
            yield root + 1, root, customer + 1
            yield root + 2, root, customer + 1

    def record(self, customer: int) -> tuple[Any, ...]:
        traits = self.traits(customer, f'{self.plan.occurred_at[customer]},"{message_id(customer)}",0')
        return KEYS_EACH * customer + 1, self.source.id, 0, 0, customer + 1, 0, traits

    def golden(self, customer: int) -> tuple[Any, ...]:
        root = KEYS_EACH * customer + 1
        origin = f'{self.plan.occurred_at[customer]},{self.source.id},0,0,{root},"{message_id(customer)}"'
        return root, "person", self.traits(customer, origin)

    def traits(self, customer: int, origin: str) -> str:
        """A customer's traits as JSON, all with the same origin, which stands with the first."""
        first, last = name(customer)
        said = (("email", email(customer)), ("first_name", first), ("last_name", last), ("name", f"{first} {last}"))
        starts = [f'"{trait}":["{value}"' for trait, value in said]
        return f"{{{starts[0]},{origin}],{'],'.join(starts[1:])}]}}"

    def seen(self) -> Rows:
        """Sorted by hash within a part, because random pages of the index are what takes time."""
        keys = self.keys_of_names[self.plan.names]
        for start in range(0, self.plan.facts, AT_ONCE):
            end = min(start + AT_ONCE, self.plan.facts)
            part = zip(facts(self.plan, start, end), keys[start:end].tolist(), strict=True)
            yield from sorted(
                (self.source.id, message_hash(fact.message_id), 0, position, key, digest_of(fact))
                for position, (fact, key) in enumerate(part, start + 1)
            )


def message_hash(id_: str) -> bytes:
    """What is stored of a message id."""
    return blake2b(id_.encode(), digest_size=16).digest()
