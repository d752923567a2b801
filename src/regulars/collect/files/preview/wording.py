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

from regulars.base.fields import queries as fields
from regulars.collect.files.enums import Outcome
from regulars.unify.customers.records import decode_traits
from regulars.unify.customers.survivorship import rank
from regulars.unify.facts.fact import APPEND, FILL, IMPLAUSIBLE
from regulars.unify.facts.normalize.reserved import CONSENT
from regulars.unify.facts.prepared import KEY
from regulars.unify.facts.statement import SourceRef, Statement

ENTRY = '":['
"""What stands behind each name, and hardly ever inside of a value."""
GOLDEN_PARTS = 6
RECORD_PARTS = 3
"""How many things stand in an entry behind its value."""
GOLDEN_END = re.compile(rf',-?\d+,\d+,\d+,\d+,{KEY},"[^",\\]*"\]')
RECORD_END = re.compile(r',(-?\d+),"[^",\\]*",(\d+)\]')


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
    news = [start for start in starts if f"{start}," not in stored]
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
    if ready is None or not ready.golden or CONSENT in ready.said or f"{ENTRY}null," in ready.said:
        return []
    modes = reduce(or_, fact.modes.values(), fact.flags)
    # What stands in braces may be in another order.
    if modes & (IMPLAUSIBLE | FILL | APPEND) or ready.golden.find("{", 1) > 0:
        return []
    end = end_of(ready.golden, GOLDEN_PARTS)
    return ready.golden[1 : -1 - len(end)].split(f"{end},") if GOLDEN_END.fullmatch(end) else []


def end_of(text: str, parts: int) -> str:
    """How the last entry ends, if its message has no comma; where all was said at once, every entry ends so."""
    return text[len(text.rsplit(",", parts)[0]) : -1]


def is_outdone(record: Text, statement: Statement) -> bool:
    """Whether a fact wins over a record wherever both say something: it is later, and its source no lower."""
    at, flags = newest(record.traits)
    is_later = bool(flags & IMPLAUSIBLE) or at < statement.fact.occurred_at
    return is_later and not flags & (FILL | APPEND) and record.source.rank <= statement.source.rank


def newest(record: str) -> tuple[int, int]:
    """The latest time in a record, and the flags of all that it says (of the time only where it is always so)."""
    end = end_of(record, RECORD_PARTS)
    found = RECORD_END.fullmatch(end)
    if found and record.count(end) == record.count(ENTRY):
        return int(found[1]), int(found[2])
    every = decode_traits(record).values()
    latest = max(every, key=rank)
    flags = reduce(or_, [said.flags & ~IMPLAUSIBLE for said in every], latest.flags)
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
