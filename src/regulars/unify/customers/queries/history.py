"""All values that a trait has had, as far as sources assert them: those that stand, lost or were withdrawn."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from regulars.base.fields.masks import Mask
from regulars.unify.customers.records import decode_traits
from regulars.unify.facts import sql
from regulars.unify.facts.queries import sources

from .seeing import field_of


@dataclass(frozen=True)
class Past:
    """A value that was said of a trait, by whom and when (µs); a value of None took it away."""

    value: Any
    source: str
    source_kind: str
    batch: int
    row: int
    occurred_at: int
    message_id: str
    key: int
    is_withdrawn: bool


def history(keys: Collection[int], kind: str, trait: str, *, mask: Mask) -> list[Past]:
    """What every source said of a trait of one customer, newest first. A live source is heard by its newest word."""
    rows = sql.select_keys(
        "SELECT r.key, r.source, r.batch, r.row, r.withdrawn, r.traits FROM {given} JOIN record r ON r.key = given.key",
        keys,
    )
    known: Mapping[int, Any] = {source.pk: source for source in sources()} if rows else {}
    found = [
        Past(
            mask.value(field_of(trait, kind), said.value),
            known[source].name,
            known[source].kind,
            batch,
            row,
            said.occurred_at,
            said.message_id,
            key,
            bool(withdrawn),
        )
        for key, source, batch, row, withdrawn, traits in rows
        if (said := decode_traits(traits).get(trait)) is not None
    ]
    return sorted(found, key=lambda one: (one.occurred_at, one.message_id, one.row), reverse=True)
