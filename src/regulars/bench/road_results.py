"""From what was seen to the figures that `bench road` prints. Pure."""

import statistics
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from regulars.bench.offered import Offered, Sample
from regulars.bench.results import Result

EVENTS_PER_SECOND = 5_000.0
LAG_SECONDS = 5.0
MEGABYTE = 1_000_000
MEMORY_MB = 1_000.0
GROWTH = 10.0
SETTLED = 500_000
"""Events after which memory should be flat; and the length of the two stretches that are compared."""
LONGEST_MS = 100.0
MIDDLE = (0.2, 0.8)
SLICES = 5
WEB, ROAD = 0, 1


def results(flood: Offered, steady: Offered, reference: Sequence[dict[str, float]], rate: float) -> list[Result]:
    """Every figure of the benchmark."""
    return [*speed(flood, reference), *lag(steady, rate), *memory(flood), *waits(flood), *about(flood)]


def middle(run: Offered) -> list[Sample]:
    """The samples of the middle part of the time in which events were sent."""
    took = run.sent_to - run.sent_from
    first, last = (run.sent_from + part * took for part in MIDDLE)
    return [sample for sample in run.samples if first <= sample.at <= last]


def speed(flood: Offered, reference: Sequence[dict[str, float]]) -> list[Result]:
    """Events a second while more was offered than could be taken, and for a second of the road's CPU."""
    seen = middle(flood)
    by_time, by_cpu = (
        statistics.median(turn[name] for turn in reference) for name in ("events_per_second", "events_per_cpu_second")
    )
    filed = rates([(sample.at, sample.filed) for sample in seen])
    in_lake = rates([(sample.at, sample.in_lake) for sample in seen])
    per_cpu = rates([(sample.cpu[ROAD], sample.filed) for sample in seen])
    return [
        rated("acknowledged to profile, sustained", "events/s", filed, by_time, EVENTS_PER_SECOND),
        rated("acknowledged to lake, sustained", "events/s", in_lake, by_time, EVENTS_PER_SECOND),
        rated("filed for a second of the road's CPU", "events/s", per_cpu, by_cpu),
        rated("filed for a second of CPU of web and road", "events/s", rates(cpu_of_all(seen)), by_cpu),
    ]


def cpu_of_all(samples: Iterable[Sample]) -> list[tuple[float, int]]:
    return [(sum(sample.cpu), sample.filed) for sample in samples]


def rates(points: Sequence[tuple[float, int]]) -> list[float]:
    """The whole rate first, then that of each slice."""
    edges = [points[len(points) * part // SLICES if part < SLICES else -1] for part in range(SLICES + 1)]
    pairs = [(edges[0], edges[-1]), *pairwise(edges)]
    return [(end[1] - start[1]) / max(end[0] - start[0], 1e-9) for start, end in pairs]


def rated(name: str, unit: str, rates: Sequence[float], reference: float, target: float | None = None) -> Result:
    """A rate beside the reference; a target is a least value."""
    value = rates[0]
    met = None if target is None else value >= target
    return Result(name, value, unit, reference, value / reference, target, met, tuple(rates[1:]))


def most(name: str, unit: str, value: float, target: float | None = None, samples: Sequence[float] = ()) -> Result:
    """A figure whose target is a greatest value."""
    return Result(
        name, value, unit, target=target, met=None if target is None else value <= target, samples=tuple(samples)
    )


def lag(steady: Offered, rate: float) -> list[Result]:
    """How long after its acknowledgement a batch is on the profile and in the lake, at a steady rate."""
    profile = delays(steady, [sample.filed for sample in steady.samples])
    in_lake = delays(steady, [sample.in_lake for sample in steady.samples])
    offered = steady.acknowledged[-1][1] / (steady.sent_to - steady.sent_from)
    return [
        Result("offered for the lag", offered, "events/s", target=rate, met=offered >= 0.98 * rate),
        most("lag to the profile, median", "s", np.quantile(profile, 0.5).item()),
        most("lag to the profile, 95th percentile", "s", np.quantile(profile, 0.95).item()),
        most("lag to the lake, median", "s", np.quantile(in_lake, 0.5).item()),
        most("lag to the lake, 95th percentile", "s", np.quantile(in_lake, 0.95).item()),
        most("lag to the lake, longest", "s", max(in_lake), LAG_SECONDS),
    ]


def delays(run: Offered, positions: Sequence[int]) -> list[float]:
    """Seconds from the acknowledgement of each batch to the first sample in which it is there."""
    moments = [sample.at for sample in run.samples]
    wanted = [run.first_position + count for _, count in run.acknowledged]
    places = np.searchsorted(positions, wanted).tolist()
    return [max(moments[place] - at, 0.0) for place, (at, _) in zip(places, run.acknowledged, strict=True)]


def memory(flood: Offered) -> list[Result]:
    """The most that the processes held, and whether it grew after it should have settled."""
    sums = [sum(sample.rss) / MEGABYTE for sample in flood.samples]
    growth, settled = growth_of(flood)
    return [
        most("memory of web and road, most", "MB", max(sums), MEMORY_MB, sums[:: max(len(sums) // 20, 1)]),
        most("memory of web, most", "MB", max(sample.rss[WEB] for sample in flood.samples) / MEGABYTE),
        most("memory of road, most", "MB", max(sample.rss[ROAD] for sample in flood.samples) / MEGABYTE),
        most(
            f"growth of memory after the first {settled:,} events", "%", growth, GROWTH if settled == SETTLED else None
        ),
    ]


def growth_of(flood: Offered) -> tuple[float, int]:
    """Percent by which the last stretch lies above the first after settling; in a short run after a third of it."""
    filed = flood.samples[-1].filed - flood.first_position
    settled = SETTLED if filed >= 3 * SETTLED else filed // 3
    first = median_memory(flood, settled, 2 * settled)
    return 100 * (median_memory(flood, filed - settled, filed) / first - 1), settled


def median_memory(flood: Offered, start: int, end: int) -> float:
    """The median of what both processes held while these events were filed."""
    return statistics.median(
        sum(sample.rss) for sample in flood.samples if start <= sample.filed - flood.first_position <= end
    )


def waits(flood: Offered) -> list[Result]:
    """How long a page waits for the road's transaction, and for its whole write of one row."""
    waited, whole = ([1000 * write[part] for write in flood.waits] for part in (0, 1))
    return [
        most("a page's wait for the road's transaction, 95th percentile", "ms", np.quantile(waited, 0.95).item()),
        most("a page's wait for the road's transaction, longest", "ms", max(waited), LONGEST_MS),
        most("a page's write of one row, 95th percentile", "ms", np.quantile(whole, 0.95).item()),
        most("a page's write of one row, longest", "ms", max(whole)),
    ]


def about(flood: Offered) -> list[Result]:
    """What the run consisted of."""
    return [
        Result("events filed", flood.samples[-1].filed - flood.first_position, "events"),
        Result("keys redirected", 100 * flood.redirected, "%", target=30.0, met=flood.redirected >= 0.3),
    ]
