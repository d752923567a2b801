"""How good all records are, day by day: counted over golden records once a night, and after changes as often as cheap.

Rows of a day: one for each measured field, for the units `address` and `work`, and for `reachable`, over all sources
(source 0) and, for what stands, by the source that said it. `customers` is everybody, `filled` those who have a value,
and of these `valid`, `fresh` and `consistent` ones.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping

import msgspec
from django.db import transaction

from regulars.base.fields.moments import DAY, SECOND, now
from regulars.base.web import preferences
from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import PERSON

from .measures import BIT, DATED, GOOD_FOR, ScoreRow, has
from .measuring import SCORE_COLUMNS, refresh
from .models import Trend

CHUNK = 5_000
KEEP_DAYS = 800
ANY_NAME, REACHABLE = "any_name", "reachable"
MEASURED_AT = "quality.measured"
"""The setting that says when this was counted last (µs) and how long it took (s)."""
SHARE = 50
LEAST_SECONDS = 120
OVERDUE = 400
"""Of those whose confirmation is newer than what is kept, so many are measured anew in one go."""

RIGHT, FRESH, AGREES = 1, 2, 4
ALL = RIGHT | FRESH | AGREES


NOWHERE = -(1 << 63)
"""No moment: the origin stands with a value before."""


class Origin(msgspec.Struct, array_like=True, gc=False):
    """Of a golden value only when it was said and by whom, where that stands with it: the rest is not read."""

    value: msgspec.Raw
    occurred_at: int = NOWHERE
    source: int = 0


decode = msgspec.json.Decoder(dict[str, Origin]).decode
Tally = dict[tuple[str, int, int], int]
"""(field, source, state) → how many."""
Cells = dict[tuple[str, int], list[int]]
"""(field, source) → filled, valid, fresh, consistent."""
Progress = Callable[[int], None]
COLUMNS = ", ".join(column.split()[0] for column in SCORE_COLUMNS)


def count_day(progress: Progress = lambda _: None) -> int:
    """Count today's rows anew; returns how many customers there are."""
    began, today = time.monotonic(), now() // DAY
    tally: Tally = defaultdict(int)
    after, people = 0, 0
    while rows := golden_after(after):
        after = rows[-1][0]
        scores = scores_between(rows[0][0], after)
        late = [root for root, traits in rows if add(tally, origins(traits), scores.get(root), today)]
        for at in range(0, len(late), OVERDUE):
            refresh(late[at : at + OVERDUE])
        people += len(rows)
        progress(people)
    store(cells_of(tally), people, today)
    preferences.put(MEASURED_AT, [now(), time.monotonic() - began])
    return people


def golden_after(root: int) -> list[tuple[int, str]]:
    """The next golden records of people."""
    found = sql.run(
        "SELECT root, traits FROM golden WHERE kind = %s AND root > %s ORDER BY root LIMIT %s", PERSON, root, CHUNK
    )
    return [(key, traits) for key, traits in found]


def scores_between(first: int, last: int) -> dict[int, ScoreRow]:
    """Root → score."""
    rows = sql.run(f"SELECT {COLUMNS} FROM quality_score WHERE root BETWEEN %s AND %s", first, last)
    return {row[0]: ScoreRow(*row) for row in rows}


def origins(traits: str) -> dict[str, Origin]:
    """The origin of each golden value; where none stands, that of the value before."""
    found = decode(traits)
    last = None
    for name, origin in found.items():
        if last is not None and origin.occurred_at == NOWHERE:
            found[name] = last
        else:
            last = origin
    return found


def add(tally: Tally, golden: Mapping[str, Origin], score: ScoreRow | None, today: int) -> bool:
    """Count one customer; whether what is kept of them is older than what stands."""
    if score is None:
        return False
    days = {"email": score.email_on, "phone": score.phone_on, "address": score.address_on, "work": score.work_on}
    stale = {unit for unit, day in days.items() if day is not None and today - day > GOOD_FOR[unit]}
    filled, wrong, differing = score.filled, score.doubtful, score.differing
    for name, origin in golden.items():
        bit = BIT.get(name, 0)
        if filled & bit:
            state = (0 if wrong & bit else RIGHT) | (0 if name in stale else FRESH) | (0 if differing & bit else AGREES)
            tally[name, origin.source, state] += 1
    for unit in ("address", "work"):
        if days[unit] is not None:
            tally[unit, 0, ALL if unit not in stale else ALL - FRESH] += 1
    if has(filled, "name"):
        tally[ANY_NAME, 0, ALL] += 1
    if score.is_reachable:
        tally[REACHABLE, 0, ALL] += 1
    return is_behind(golden, days)


def cells_of(tally: Tally) -> Cells:
    """The counts by field and source, and by field over all sources."""
    cells: Cells = defaultdict(lambda: [0, 0, 0, 0])
    for (field, source, state), count in tally.items():
        for cell in {(field, source), (field, 0)}:
            for place, is_so in enumerate((True, state & RIGHT, state & FRESH, state & AGREES)):
                cells[cell][place] += count if is_so else 0
    return cells


def is_behind(golden: Mapping[str, Origin], days: dict[str, int | None]) -> bool:
    """Whether a value was said again since it was measured: that is no change, so nobody told of it."""
    return any(
        name in golden and golden[name].occurred_at // DAY > (days[unit] or 0)
        for unit, names in DATED.items()
        for name in names
        if days[unit] is not None
    )


@transaction.atomic
def store(cells: Cells, people: int, day: int) -> None:
    """Let these be the rows of a day."""
    Trend.objects.filter(day=day).delete()
    Trend.objects.filter(day__lt=day - KEEP_DAYS).delete()
    rows = [(day, field, source, people, *counts) for (field, source), counts in sorted(cells.items())]
    columns = ["day bigint", "field text", "source bigint", "customers bigint"]
    counted = [f"{name} bigint" for name in ("filled", "valid", "fresh", "consistent")]
    sql.insert("quality_trend", [*columns, *counted], [*rows, (day, "", 0, people, 0, 0, 0, 0)])


def is_due() -> bool:
    """Whether counting again takes no more than a fiftieth of the time."""
    at, took = preferences.read(MEASURED_AT, [0, 0.0])
    return bool(now() - at > SECOND * max(LEAST_SECONDS, SHARE * took))
