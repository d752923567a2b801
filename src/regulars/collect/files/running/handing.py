"""The run: hands ranges of the prepared file to the road, never far ahead of it, and reports what became of them."""

import time
from collections import Counter

from regulars.base.fields.moments import now
from regulars.collect.files import folder
from regulars.collect.files.enums import State
from regulars.collect.files.finding import mapping_of
from regulars.collect.files.models import Import
from regulars.collect.files.preview import kept
from regulars.unify.facts import sql
from regulars.unify.facts.prepared import ROWS, Reader, decode_fact
from regulars.unify.facts.services import take_staged

from . import reading_in, tally
from .telling import Teller

AHEAD = 20_000
"""So many facts may wait for the road: pausing stops within seconds, and it never runs dry."""
LOOK_SECONDS = 0.1


def run(row: Import, teller: Teller) -> None:
    """Hand every row over, from where an earlier attempt stopped. Raises FileError, Stopped."""
    reading_in.stage(row, teller)
    # Once something was handed in, places in the file must stay as they are; the road reads what has changed anew.
    if not (folder.at(row.pk, folder.PREPARED).exists() and tally.handed(row.pk)):
        reading_in.prepare(row, teller)
    hand_over(row, teller)
    report(row)
    row.state, row.step, row.ended_at = State.DONE, "", now()


def hand_over(row: Import, teller: Teller) -> None:
    """Until the road has filed every fact."""
    path = folder.at(row.pk, folder.PREPARED)
    teller.step("running", row.facts)
    first, filed = tally.handed(row.pk), 0
    while filed < row.facts:
        filed = tally.filed(row.pk)
        while first < min(row.facts, filed + AHEAD):
            count = min(ROWS, row.facts - first)
            take_staged(path, source=row.source, batch=row.pk, first=first, count=count, received_at=row.created_at)
            first += count
        teller(filed, counts=counts_so_far(row))
        if first == row.facts and filed < row.facts and waiting(row.pk) == 0:
            # What the road could not read at all it has put aside.
            return
        if first == row.facts or first - filed >= AHEAD:
            time.sleep(LOOK_SECONDS)


def waiting(batch: int) -> int:
    """How many facts of a batch wait for the road."""
    return tally.handed(batch) - tally.filed(batch)


def counts_so_far(row: Import) -> dict[str, int]:
    """The rows that the road has filed, and those that were left out before."""
    left_out = kept.count_left_out(folder.at(row.pk, folder.LEFT_OUT))
    return dict(Counter(tally.tally_of(row.pk)) + Counter(rejected=left_out))


def report(row: Import) -> None:
    """What became of every row, for good; and what is no longer needed goes."""
    path = folder.at(row.pk, folder.LEFT_OUT)
    row.counts = counts_so_far(row)
    row.counts["rejected"] = row.counts.get("rejected", 0) + row.rows - sum(row.counts.values())
    left_out = kept.left_out(path) + refused(row)
    row.reasons = dict(Counter(code for _, code in left_out))
    kept.write_left_out(path, left_out)
    row.doubts = doubts(row)


def doubts(row: Import) -> list[tuple[str, str, int]]:
    """What looked wrong in the columns, the most frequent first: target, code, how many cells."""
    mapping = mapping_of(row)
    targets = {column.place: column.target for column in mapping.columns} if mapping else {}
    found = kept.count_troubles(folder.at(row.pk, folder.PROBLEMS))
    return [(targets[place], code, count) for (place, code), count in found.most_common() if targets.get(place)]


def refused(row: Import) -> list[tuple[int, str]]:
    """The rows that the road refused, with the code."""
    found = sql.run("SELECT message_id, code FROM refusal WHERE batch = %s AND code <> 'conflict'", row.pk)
    codes: dict[str, str] = dict(found)
    if not codes:
        return []
    reader = Reader(folder.at(row.pk, folder.PREPARED))
    every = (
        decode_fact(one.fact)
        for first in range(0, reader.count, ROWS)
        for one in reader.read(first, min(ROWS, reader.count - first))
    )
    return [(fact.row, codes[fact.message_id]) for fact in every if fact.message_id in codes and fact.rows]


def tidy(row: Import) -> None:
    """Only the rows as they were read stay, for those that were left out, and for a file to correct."""
    folder.drop(row.pk, folder.UPLOAD, folder.PREPARED, folder.PREVIEW, folder.PROBLEMS)
