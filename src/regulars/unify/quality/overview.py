"""How good the data is, as the overview and the weekly report say it: from the newest day of the trends."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from regulars.base.fields import display
from regulars.base.fields.masks import Mask
from regulars.base.fields.moments import DAY, now
from regulars.base.fields.queries import find_field
from regulars.base.web.charts import Chart
from regulars.unify.identity.queries import source_names

from .enums import Wrong
from .lists import Which
from .measures import BIT, DATED, MEASURED, guarded_and_lasting
from .models import Trend
from .trends import ANY_NAME, REACHABLE

if TYPE_CHECKING:
    from collections.abc import Callable

CORE_ROWS = (ANY_NAME, "email", "phone", "address", "birthday")
UNITS: dict[str, str | Promise] = {
    ANY_NAME: gettext_lazy("Name"),
    "address": gettext_lazy("Address"),
    "work": pgettext_lazy("where somebody works", "Work"),
}
SHOWN_DAYS = 90
BEFORE_DAYS = 28
FIRST = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Points:
    """How good all records are, each in percent; None where there is nothing to judge."""

    completeness: float | None
    validity: float | None
    freshness: float | None
    consistency: float | None
    reachable: float | None


@dataclass(frozen=True)
class FieldLine:
    """A field and how many customers' values are missing, doubtful, stale and at odds; None: not judged.

    `is_seen`: whether the lists behind these figures can be opened.
    """

    name: str
    label: str
    filled: float
    missing: int
    doubtful: int
    stale: int | None
    differing: int | None
    is_seen: bool


@dataclass(frozen=True)
class SourceLine:
    """A source and how good those of its values are that stand, in percent."""

    name: str
    values: int
    valid: float
    fresh: float
    agrees: float


@dataclass(frozen=True)
class Problem:
    """What is most worth doing: a list, how many customers it has, and what is wrong in words."""

    which: Which
    count: int
    words: str


@dataclass(frozen=True)
class Overview:
    """The newest day; `before` is some weeks earlier, None if that is not known."""

    day: dt.date
    customers: int
    points: Points
    before: Points | None
    fields: tuple[FieldLine, ...]
    sources: tuple[SourceLine, ...]
    problems: tuple[Problem, ...]


Rows = Mapping[str, Trend]


def field_label(name: str) -> str:
    """What a field or unit is called."""
    field = find_field(name)
    return str(field.label) if field else str(UNITS.get(name, name))


def rows_of(day: int, source: int = 0) -> dict[str, Trend]:
    """Field → its row of one day."""
    return {row.field: row for row in Trend.objects.filter(day=day, source=source)}


def newest_day() -> int | None:
    return Trend.objects.order_by("-day").values_list("day", flat=True).first()


def overview(mask: Mask) -> Overview | None:
    """The newest day; None where nothing was counted yet, or there is nobody."""
    day = newest_day()
    rows = rows_of(day) if day is not None else {}
    if day is None or "" not in rows or not rows[""].customers:
        return None
    earlier = Trend.objects.filter(day__lte=day - BEFORE_DAYS).order_by("-day").values_list("day", flat=True).first()
    lines = field_lines(rows, mask)
    return Overview(
        FIRST + dt.timedelta(day),
        rows[""].customers,
        points(rows),
        points(rows_of(earlier)) if earlier else None,
        lines,
        source_lines(day),
        problems(lines, rows),
    )


def points(rows: Rows) -> Points:
    """The figures of one day."""
    judged = guarded_and_lasting()
    dated = [name for name in ("email", "phone", "address", "work") if name in rows]
    everybody = rows[""].customers if "" in rows else 0
    values = [rows[name] for name in MEASURED if name in rows]
    core = sum(rows[name].filled for name in CORE_ROWS if name in rows)
    return Points(
        percent(core, everybody * len(CORE_ROWS)),
        percent(sum(row.valid for row in values), sum(row.filled for row in values)),
        percent(sum(rows[name].fresh for name in dated), sum(rows[name].filled for name in dated)),
        percent(
            sum(row.consistent for row in values if row.field in judged),
            sum(row.filled for row in values if row.field in judged),
        ),
        percent(rows[REACHABLE].filled if REACHABLE in rows else 0, everybody),
    )


def percent(part: float, whole: float) -> float | None:
    """None of nothing; all only where it is all, and not by rounding."""
    if not whole:
        return None
    return 100.0 if part >= whole else min(100 * part / whole, 99.0)


def field_lines(rows: Rows, mask: Mask) -> tuple[FieldLine, ...]:
    """Every field that anybody has, the fullest first."""
    named = [rows[name] for name in (*MEASURED, "address", "work") if name in rows and rows[name].filled]
    return tuple(field_line(row, mask) for row in sorted(named, key=lambda row: -row.filled))


def field_line(row: Trend, mask: Mask) -> FieldLine:
    """One field; of a unit only whether it is there and fresh is known."""
    is_field = row.field in BIT
    return FieldLine(
        row.field,
        field_label(row.field),
        100 * row.filled / row.customers,
        row.customers - row.filled,
        row.filled - row.valid,
        row.filled - row.fresh if row.field in DATED else None,
        row.filled - row.consistent if is_field and row.field in guarded_and_lasting() else None,
        mask.sees_all(DATED.get(row.field, (row.field,))),
    )


def source_lines(day: int) -> tuple[SourceLine, ...]:
    """Every source whose values stand, the one with most first."""
    found: dict[int, list[int]] = {}
    for row in Trend.objects.filter(day=day, source__gt=0):
        sums = found.setdefault(row.source, [0, 0, 0, 0])
        for place, value in enumerate((row.filled, row.valid, row.fresh, row.consistent)):
            sums[place] += value
    names = source_names()
    ordered = sorted(found.items(), key=lambda one: -one[1][0])
    return tuple(
        SourceLine(names.get(source, str(source)), count, *(percent(part, count) or 0.0 for part in rest))
        for source, (count, *rest) in ordered
    )


def problems(lines: Sequence[FieldLine], rows: Rows) -> tuple[Problem, ...]:
    """The most frequent of what is wrong and can be done something about; at most four."""
    found = list(problems_of(lines))
    if REACHABLE in rows and rows[""].customers > rows[REACHABLE].filled:
        lost = rows[""].customers - rows[REACHABLE].filled
        found.append(Problem(Which(Wrong.UNREACHABLE), lost, _("cannot be reached: no sound e-mail, phone or address")))
    return tuple(sorted(found, key=lambda one: -one.count)[:4])


def problems_of(lines: Iterable[FieldLine]) -> Iterable[Problem]:
    """Doubtful, stale and differing values of fields whose lists can be opened."""
    for line in lines:
        if not line.is_seen:
            continue
        if line.doubtful:
            yield Problem(Which(Wrong.DOUBTFUL, line.name), line.doubtful, said(_("{field} is doubtful"), line))
        if line.stale:
            yield Problem(
                Which(Wrong.STALE, line.name), line.stale, said(_("{field} was not confirmed for long"), line)
            )
        if line.differing:
            yield Problem(Which(Wrong.DIFFERING, line.name), line.differing, said(_("{field}: sources differ"), line))


def said(words: str, line: FieldLine) -> str:
    return words.format(field=line.label)


def trend_chart() -> Chart | None:
    """The figures of the last days as lines; None before there are two days."""
    days = list(
        Trend.objects.filter(field="", source=0, day__gt=now() // DAY - SHOWN_DAYS)
        .order_by("day")
        .values_list("day", flat=True)
    )
    if len(days) < 2:
        return None
    rows: dict[int, dict[str, Trend]] = {day: {} for day in days}
    for row in Trend.objects.filter(day__in=days, source=0):
        rows[row.day][row.field] = row
    return chart_of([(FIRST + dt.timedelta(day), points(rows[day])) for day in days])


def chart_of(series: Sequence[tuple[dt.date, Points]]) -> Chart:
    """Four lines through the days."""
    import altair  # noqa: PLC0415  takes as long to load as all the rest of a page

    labels: tuple[tuple[str, Callable[[Points], float | None]], ...] = (
        (_("Complete"), lambda one: one.completeness),
        (_("Sound"), lambda one: one.validity),
        (_("Fresh"), lambda one: one.freshness),
        (_("Consistent"), lambda one: one.consistency),
    )
    words = [display.day(day, with_year=False) for day, _points in series]
    values = [
        {"day": word, "what": label, "percent": round(value(points) or 0, 1)}
        for word, (_day, points) in zip(words, series, strict=True)
        for label, value in labels
    ]
    lines = altair.Chart(altair.InlineData(values=values)).mark_line(point=True)
    spec = lines.encode(
        x=altair.X("day:O", sort=words, title=None),
        y=altair.Y("percent:Q", title=None, scale=altair.Scale(domain=[0, 100])),
        color=altair.Color("what:N", sort=[label for label, _value in labels], title=None),
    )
    rows = [
        (word, *(display.number(round(value(points) or 0)) for _label, value in labels))
        for word, (_day, points) in zip(words, series, strict=True)
    ]
    return Chart(_("Data quality by day, in percent"), spec, (_("Day"), *(label for label, _value in labels)), rows)
