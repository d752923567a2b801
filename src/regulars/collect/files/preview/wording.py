"""What a row does to somebody known, told from the texts of its record and theirs, none of which is decoded.

Only where the row outdoes all that is said of them, wherever it says anything: then it makes what it says the golden
record, and all else stays as it is. Each text is JSON that was written by the same encoder; no string in it holds a
quotation mark that is not escaped, so nothing that is looked for with its quotation marks is found inside of one.
"""

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import NamedTuple

import msgspec

from regulars.base.fields import queries as fields
from regulars.collect.files.enums import Outcome
from regulars.unify.facts.fact import APPEND, FILL, IMPLAUSIBLE
from regulars.unify.facts.normalize.reserved import CONSENT
from regulars.unify.facts.prepared import KEY
from regulars.unify.facts.statement import SourceRef, Statement

ENTRY = '":['
"""What stands behind each name, and hardly ever inside of a value."""
NEXT = '],"'
"""What stands between two entries, and inside of none that begins with a text or a number."""
ORIGIN = re.compile(rf',-?\d+,\d+,\d+,\d+,{KEY},"[^"\\]*"\]')
"""Where all was said at once, with the first entry."""


class Origin(msgspec.Struct, array_like=True, gc=False):
    """An entry of a record without its value; without flags it has the origin of the one before."""

    value: msgspec.Raw
    occurred_at: int = 0
    message_id: str = ""
    flags: int | None = None


read_origins = msgspec.json.Decoder(dict[str, Origin]).decode


class Text(NamedTuple):
    """A record as it is stored."""

    key: int
    source: SourceRef
    batch: int
    row: int
    traits: str


def outcome(statement: Statement, records: Iterable[Text], stored: str) -> Outcome | None:
    """What a fact does to the golden record `stored`, over these records; None where that takes more to know."""
    starts = starts_of(statement)
    if not starts or not all(is_outdone(record, statement) for record in records):
        return None
    news = [start for start in starts if f"{start}," not in stored and f"{start}]" not in stored]
    if any(start.endswith('"') for start in news):
        return Outcome.UPDATED
    if news:
        # The same number may be written in two ways.
        return None
    is_all = stored.count(ENTRY) == len(starts)
    return Outcome.UNCHANGED if is_all or not takes_away(starts, stored) else Outcome.UPDATED


def starts_of(statement: Statement) -> list[str]:
    """How each entry of the golden record begins that a fact makes alone: name and value.

    Empty where it says something of consent, takes a value away, or says it so that more than its time counts.
    """
    ready, fact = statement.ready, statement.fact
    if ready is None or not ready.golden or CONSENT in ready.said or f"{ENTRY}null" in ready.said:
        return []
    modes = reduce(or_, fact.modes.values(), fact.flags)
    # What stands in braces may be in another order.
    if modes & (IMPLAUSIBLE | FILL | APPEND) or ready.golden.find("{", 1) > 0:
        return []
    origin = ORIGIN.search(ready.golden)
    if origin is None:
        return []
    first, rest = ready.golden[1 : origin.start()], ready.golden[origin.end() + 2 : -2]
    starts = [first, *(f'"{start}' for start in rest.split(NEXT))] if rest else [first]
    return starts if all(start.count(ENTRY) == 1 for start in starts) else []


def is_outdone(record: Text, statement: Statement) -> bool:
    """Whether a fact wins over a record wherever both say something: it is later, and its source no lower."""
    at, flags = newest(record.traits)
    is_later = bool(flags & IMPLAUSIBLE) or at < statement.fact.occurred_at
    return is_later and not flags & (FILL | APPEND) and record.source.rank <= statement.source.rank


def newest(record: str) -> tuple[int, int]:
    """The latest time in a record, and the flags of all that it says (of the time only where it is always so)."""
    every = [one for one in read_origins(record).values() if one.flags is not None]
    latest = max(every, key=lambda one: (not (one.flags or 0) & IMPLAUSIBLE, one.occurred_at, one.message_id))
    flags = reduce(or_, [(one.flags or 0) & ~IMPLAUSIBLE for one in every], latest.flags or 0)
    return latest.occurred_at, flags


def takes_away(starts: Iterable[str], stored: str) -> bool:
    """Whether the golden record has a part of a unit of which these entries say other parts, but not this one."""
    said = {start[1 : start.index(ENTRY)] for start in starts}
    units = fields.current().units
    return any(
        f'"{part}{ENTRY}' in stored
        for parts in units.values()
        if not said.isdisjoint(parts)
        for part in {*parts} - said
    )
