"""The road's benchmark: what it offers, how it counts, and that it runs from end to end."""

import itertools
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from regulars.bench import road
from regulars.bench.intake import environment_of
from regulars.bench.offered import Offered, Sample
from regulars.bench.road_results import delays, growth_of, rates, results
from regulars.bench.stream import BROWSER, SERVER, Stream

MB = 1_000_000


def offered_events(count: int) -> list[tuple[int, dict]]:
    bodies = itertools.islice(Stream(customers=1_000, visitors=500, run="test").bodies(), count // 100)
    return [(source, event) for source, body in bodies for event in json.loads(body)["batch"]]


def steps(count: int, *, per_second: int = 1_000, rss: int = 100 * MB) -> Offered:
    """A run in which every batch is on its profile after 1 s and in the lake after 3 s."""

    def seen(seconds: int) -> int:
        return min(max(seconds, 0) * per_second, count)

    samples = [
        Sample(float(at), seen(at - 1), seen(at - 3), rss=[rss, rss], cpu=[at / 10, at / 5])
        for at in range(count // per_second + 4)
    ]
    acknowledged = [(float(second), second * per_second) for second in range(1, count // per_second + 1)]
    return Offered(0, 0.0, count / per_second, acknowledged, samples, [(0.01, 0.02), (0.03, 0.05)], 0.31)


def test_stream_mixes_sources_times_and_new_people() -> None:
    events = offered_events(22_000)

    earlier = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    late = sum(event["timestamp"] < earlier for _, event in events) / len(events)
    assert 0.04 < late < 0.06
    assert len({event["messageId"] for _, event in events}) == len(events)
    assert sum(source == SERVER for source, _ in events) / len(events) == 6 / 11
    signed_in = sum(event.get("anonymousId", "").startswith("a") for source, event in events if source == BROWSER)
    assert 0.27 < signed_in / len(events) < 0.33
    assert {event["type"] for _, event in events} == {"track", "page", "identify"}


def test_delays_count_from_the_acknowledgement_to_the_first_sample_that_has_it() -> None:
    run = steps(5_000)

    assert delays(run, [sample.filed for sample in run.samples]) == [1.0] * 5
    assert delays(run, [sample.in_lake for sample in run.samples]) == [3.0] * 5


def test_rates_give_the_whole_and_its_slices() -> None:
    points = [(0.0, 0), (1.0, 10), (2.0, 40), (3.0, 60), (4.0, 60), (5.0, 100)]

    assert rates(points) == [20.0, 10.0, 30.0, 20.0, 0.0, 40.0]


def test_growth_compares_the_end_with_what_had_settled() -> None:
    run = steps(1_800_000, per_second=100_000)
    for sample in run.samples:
        if sample.filed > 1_250_000:
            sample.rss[:] = [120 * MB, 120 * MB]

    growth, settled = growth_of(run)

    assert (round(growth, 6), settled) == (20.0, 500_000)


def test_results_meet_a_target_only_on_its_side() -> None:
    reference = [{"events_per_second": 50_000.0, "events_per_cpu_second": 80_000.0}]

    found = {r.name: r for r in results(steps(60_000), steps(20_000), reference, rate=1_000)}

    assert found["acknowledged to profile, sustained"].value == 1_000
    assert found["acknowledged to profile, sustained"].ratio == 0.02
    assert found["acknowledged to profile, sustained"].met is False
    assert found["lag to the lake, longest"].value == 3.0
    assert found["lag to the lake, longest"].met is True
    assert found["memory of web and road, most"].met is True
    assert found["keys redirected"].met is True


@pytest.mark.slow
def test_road_bench_runs_from_end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(road, "CUSTOMERS", 300)
    monkeypatch.setattr(road, "VISITORS", 1_100)
    monkeypatch.setattr(road, "REFERENCE_BODIES", 5)
    started_at = time.time()

    with road.own_database() as database:
        environment = environment_of(tmp_path / "data") | database
        ran = road.measure(road.Size(3_000, 30, 3), tmp_path, environment)

    assert ran.flood.acknowledged[-1][1] == 3_000
    assert ran.flood.samples[-1].filed == 1_400 + 3_000 == ran.steady.first_position
    assert 3_000 >= ran.steady.acknowledged[-1][1] > 0
    assert started_at < ran.flood.sent_from < ran.flood.sent_to < ran.steady.sent_from
    assert [set(turn) for turn in ran.reference] == [{"events_per_second", "events_per_cpu_second"}] * 2
