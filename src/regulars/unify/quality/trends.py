"""How good all records are, day by day: counted over golden records once a night, and after changes as often as cheap.

Rows of a day: one for each measured field, for the units `address` and `work`, and for `reachable`, over all sources
(source 0) and, for what stands, by the source that said it. `customers` is everybody, `filled` those who have a value,
and of these `valid`, `fresh` and `consistent` ones.
"""

import time
from collections import defaultdict
from collections.abc import Callable

from django.db import transaction

from regulars.base.fields.moments import DAY, SECOND, now
from regulars.base.web import preferences
from regulars.unify.customers.golden import decode
from regulars.unify.customers.survivorship import Survivor
from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import PERSON

from .measures import BIT, DATED, GOOD_FOR, ScoreRow, has
from .measuring import SCORE_COLUMNS, refresh
from .models import Trend

CHUNK = 5_000
KEEP_DAYS = 800
REACHABLE = "reachable"
MEASURED_AT = "quality.measured"
"""The setting that says when this was counted last (µs) and how long it took (s)."""
SHARE = 50
LEAST_SECONDS = 120
OVERDUE = 400
"""Of those whose confirmation is newer than what is kept, so many are measured anew in one go."""

Cells = dict[tuple[str, int], list[int]]
"""(field, source) → filled, valid, fresh, consistent."""
Progress = Callable[[int], None]
COLUMNS = ", ".join(column.split()[0] for column in SCORE_COLUMNS)


def count_day(progress: Progress = lambda _: None) -> int:
    """Count today's rows anew; returns how many customers there are."""
    began, today = time.monotonic(), now() // DAY
    cells: Cells = defaultdict(lambda: [0, 0, 0, 0])
    after, people = 0, 0
    while rows := golden_after(after):
        after = rows[-1][0]
        scores = scores_between(rows[0][0], after)
        late = [root for root, traits in rows if add(cells, decode(traits), scores.get(root), today)]
        for at in range(0, len(late), OVERDUE):
            refresh(late[at : at + OVERDUE])
        people += len(rows)
        progress(people)
    store(cells, people, today)
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


def add(cells: Cells, golden: dict[str, Survivor], score: ScoreRow | None, today: int) -> bool:
    """Count one customer; whether what is kept of them is older than what stands."""
    if score is None:
        return False
    days = dict(zip(DATED, (score.email_on, score.phone_on, score.address_on, score.work_on), strict=True))
    stale = {unit for unit, day in days.items() if day is not None and today - day > GOOD_FOR[unit]}
    for name, survivor in golden.items():
        bit = BIT.get(name)
        if bit and score.filled & bit:
            is_right, is_fresh, agrees = not score.doubtful & bit, name not in stale, not score.differing & bit
            count(cells[name, 0], is_right, is_fresh, agrees)
            count(cells[name, survivor.source], is_right, is_fresh, agrees)
    for unit in ("address", "work"):
        if days[unit] is not None:
            count(cells[unit, 0], True, unit not in stale, True)
    if has(score.filled, "name"):
        count(cells["any_name", 0], True, True, True)
    if score.is_reachable:
        count(cells[REACHABLE, 0], True, True, True)
    return is_behind(golden, days)


def count(cell: list[int], is_right: bool, is_fresh: bool, agrees: bool) -> None:
    cell[0] += 1
    cell[1] += is_right
    cell[2] += is_fresh
    cell[3] += agrees


def is_behind(golden: dict[str, Survivor], days: dict[str, int | None]) -> bool:
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
