"""Writes the rows of every table of the road and the lake as text, with names in the place of hashes and moments."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any

import msgspec
from django.db import connection

from regulars.base import vault
from regulars.protect.privacy.suppression import hash_of
from regulars.unify.facts.identifiers import Ident
from regulars.unify.facts.lake import lake
from regulars.unify.facts.models import Source
from regulars.unify.road.scrub import identifier_bytes
from tests.entries import entries

Row = Sequence[Any]
Table = list[list[str]]
"""The columns' names, then the rows, as text."""
Tables = dict[str, Table]

QUERIES = {
    "identifier": "key, type, value, generation, started_at, ended_at FROM identifier ORDER BY key",
    "link": "id, a, b, source, batch, first_position, last_position, count, accepted, reason, withdrawn, claims"
    " FROM link ORDER BY id",
    "redirect": "key, root, position FROM redirect ORDER BY key",
    "record": "key, source, batch, row, position, withdrawn, traits FROM record ORDER BY key, source, batch, row",
    "golden": "root, kind, traits FROM golden ORDER BY root",
    "membership": "key, group_key, source, batch, withdrawn FROM membership ORDER BY key, group_key, source, batch",
    "orders": "shop, order_id, key, status, is_confirmed, currency, total, refunded, placed_at FROM orders"
    " ORDER BY shop, order_id",
    "order_mention": "key, shop, order_id FROM order_mention ORDER BY key, order_id",
    "decision": "position, kind, a, b, batch, at, actor, reversed_by FROM decision ORDER BY position",
    "alarm": "key, people, raised_position, closed_at FROM alarm ORDER BY key",
    "refusal": "position, source, batch, message_id, code FROM refusal ORDER BY position",
    "seen": "position, source, batch, hash, key FROM seen ORDER BY position",
    "suppression": "hash, generation, from_at, until_at, erased_at, lifted_at FROM suppression ORDER BY erased_at",
    "erasure": "position, root, keys AS count, erased_at FROM erasure ORDER BY position",
    "lake_erasure": "position, keys, hashes, rewritten_at FROM lake_erasure ORDER BY position",
}
LAKE = {
    "events": "position source batch witness_of type event customer_key identifiers properties context occurred_at",
    "redirects": "customer_key root position",
    "orders": "shop order_id customer_key status total refunded position",
    "order_lines": "shop order_id line customer_key product_id quantity price position",
    "withdrawn": "batch position deleted",
    "customers": "customer_key kind name email phone birthday city position",
}
KEYS = frozenset({"key", "a", "b", "root", "group_key", "customer_key"})
MOMENTS = frozenset({"started_at", "ended_at", "at", "placed_at", "from_at", "until_at", "erased_at", "lifted_at"})
MAYBE = frozenset({"batch", "withdrawn", "reversed_by", "row", "at", "generation"})
FLAGS = frozenset({"accepted", "is_confirmed"})


class Writing:
    """Remembers what keys, hashes and sources stand for, also after they were erased."""

    def __init__(self) -> None:
        self.keys: dict[int, str] = {}
        self.suppressed: dict[bytes, str] = {}
        self.hashed: dict[bytes, str] = {}
        self.messages: dict[bytes, str] = {}
        self.sources = dict(Source.objects.values_list("pk", "name"))

    def know(self, message_ids: Sequence[str]) -> None:
        """Learn the identifiers that are there now, and message ids."""
        hasher = vault.hasher("identifier")
        for key, type_, scope, value, generation in rows("key, type, scope, value, generation FROM identifier"):
            ident = Ident(type_, scope, value)
            self.keys[key] = f"{key}:{value}" + "'" * generation
            self.suppressed[hash_of(ident)] = self.hashed[hasher(identifier_bytes(ident))] = value
        for message_id in message_ids:
            self.messages[blake2b(message_id.encode(), digest_size=16).digest()] = message_id

    def tables(self) -> Tables:
        """Every table as text; those without rows are left out."""
        made = {name: self.table(name, query) for name, query in QUERIES.items()}
        engine = lake().engine()
        for name, columns in LAKE.items():
            found = engine.rows(engine.table(name)).to_pylist()
            kept = sorted([[row[column] for column in columns.split()] for row in found], key=repr)
            made[f"lake {name}"] = self.written(columns.split(), kept)
        return made

    def table(self, name: str, query: str) -> Table:
        columns = [column.split()[-1] for column in query.partition(" FROM ")[0].split(", ")]
        found = rows(query)
        if name in {"record", "golden"}:
            return self.written([*columns[:-1], "trait", "value", "from"], self.one_a_trait(found))
        table = self.written(columns, found)
        return [table[0], *sorted(table[1:])] if name == "suppression" else table

    def one_a_trait(self, found: Sequence[Row]) -> list[Row]:
        """A row for each trait, with the message that said it; for a golden value also whose it was."""
        return [
            [*row[:-1], trait, said[0], said[-1] if len(said) > 4 else said[2]]
            for row in found
            for trait, said in entries(row[-1]).items()
        ]

    def written(self, columns: Sequence[str], found: Sequence[Row]) -> Table:
        """The columns and rows as text; a column in which nothing stands is left out."""
        cells = [[self.cell(column, value) for column, value in zip(columns, row, strict=True)] for row in found]
        kept = [place for place in range(len(columns)) if any(row[place] != "-" for row in cells)]
        return [[row[place] for place in kept] for row in (columns, *cells)]

    def cell(self, column: str, value: Any) -> str:
        """A value as people read it."""
        if value is None or value == "" or (value == 0 and column in MAYBE):
            return "-"
        return self.readers().get(column, self.plain)(value)

    def readers(self) -> dict[str, Callable[[Any], str]]:
        return (
            dict.fromkeys(KEYS, self.key)
            | dict.fromkeys(MOMENTS, minute)
            | dict.fromkeys(FLAGS, lambda value: "yes" if value else "no")
            | {
                "source": self.sources.__getitem__,
                "hash": lambda value: self.messages.get(bytes(value)) or self.suppressed[bytes(value)],
                "identifiers": lambda value: " ".join(self.hashed[one] for one in value),
                # They stand in the order of the hashes, which is another in each database.
                "hashes": lambda value: " ".join(
                    sorted(self.hashed[bytes.fromhex(one)] for one in msgspec.json.decode(value))
                ),
                "keys": lambda value: " ".join(map(self.key, as_list(value))),
                "rewritten_at": lambda _: "yes",
                "claims": claims,
                "witness_of": lambda value: " ".join(map(str, value)) or "-",
            }
        )

    def key(self, value: int) -> str:
        return "-" if value == 0 else self.keys.get(value, str(value))

    def plain(self, value: Any) -> str:
        if isinstance(value, datetime):
            return f"{value:%m-%d %H:%M}"
        if isinstance(value, float | Decimal):
            return f"{Decimal(str(value)).normalize():f}"
        return str(value)


def rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {query}")
        return cursor.fetchall()


def as_list(value: Any) -> list[int]:
    return msgspec.json.decode(value) if isinstance(value, str) else [value]


def minute(value: int) -> str:
    return f"{datetime.fromtimestamp(value / 1_000_000, UTC):%m-%d %H:%M}"


def claims(text: str) -> str:
    said = msgspec.json.decode(text)
    return ", ".join(f"{kind} {value} @{at}" for kind, values in said.items() for value, at in values.items())


def told(before: Tables, after: Tables) -> Iterator[str]:
    """Each table that is not as it was: + stands before a row that is new or other, rows that are gone are counted."""
    for name, table in after.items():
        was, here = as_dicts(before.get(name, [[]])), as_dicts(table)
        if was != here:
            marks = [" ", *("+ "[row in was] for row in here)]
            widths = [max(map(len, column)) for column in zip(*table, strict=True)]
            yield name if here else f"{name} (empty)"
            for mark, row in zip(marks, table, strict=True):
                padded = (word.ljust(width) for word, width in zip(row, widths, strict=True))
                if here:
                    yield f"{mark} {'  '.join(padded)}".rstrip()


def as_dicts(table: Table) -> list[dict[str, str]]:
    """The rows, without what stands in no row's column."""
    columns, *here = table
    return [{name: word for name, word in zip(columns, row, strict=True) if word != "-"} for row in here]
