"""The benchmark of imports: the list that it makes up, what it promises, and that it runs from end to end."""

import csv
from pathlib import Path

import pytest

from regulars.bench import customer_list
from regulars.bench.imports import FULL, Ran, Size, measure, results

REFERENCES = {"tryton": 100.0, "plain": 1_000.0, "bulk": 5_000.0}


def ran(seconds: float) -> Ran:
    """Every step took so long, a page as many milliseconds, a live fact half a second."""
    steps = {"staged": seconds, "preview first": 1.0, "preview": seconds, "run": seconds}
    return Ran(steps, steps, steps, {"home": [seconds] * 20}, [0.1, 0.5])


def test_list_has_each_customer_once_and_in_no_order(tmp_path: Path) -> None:
    customer_list.write(tmp_path / "list.csv", 1_000, first=500)

    with (tmp_path / "list.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    numbers = [int(row["customer_id"][1:]) for row in rows]
    assert sorted(numbers) == list(range(500, 1_500))
    assert numbers != sorted(numbers)
    assert len({row["email"] for row in rows}) == len({row["phone"] for row in rows}) == 1_000


def test_changed_list_is_of_the_same_people_and_says_every_tenth_value_otherwise(tmp_path: Path) -> None:
    customer_list.write(tmp_path / "list.csv", 1_000)
    customer_list.write(tmp_path / "changed.csv", 1_000, changed=True)

    rows, changed = (list(csv.reader((tmp_path / name).open(encoding="utf-8"))) for name in ("list.csv", "changed.csv"))
    others = [
        head
        for one, other in zip(rows, changed, strict=True)
        for head, a, b in zip(rows[0], one, other, strict=True)
        if a != b
    ]
    assert len(others) == 700
    assert set(others) == {rows[0][column] for column in customer_list.SAID}


def test_times_are_promised_by_the_row() -> None:
    half = Size(FULL.rows // 2, 10)

    found = {result.name: result for result in results(half, ran(38.0), REFERENCES)}

    assert (found["preview: whole"].target, found["preview: whole"].met) == (37.5, False)
    assert (found["run after the preview"].target, found["run after the preview"].met) == (40.0, True)
    assert found["preview of people who are known: whole"].target == 37.5
    assert found["run without a preview, reading included"].value == 76.0
    assert found["run without a preview, reading included"].met is False
    assert found["against Tryton's party import"].ratio == 65.8
    assert found["against Tryton's party import"].met is True
    assert found["live facts meanwhile: longest lag"].value == 0.5


@pytest.mark.slow
def test_import_bench_runs_from_end_to_end(tmp_path: Path) -> None:
    taken = measure(Size(300, 200), tmp_path)

    assert (taken.previewed["created"], taken.whole["created"]) == (300, 300)
    assert taken.known["updated"] + taken.known["unchanged"] == 300
    assert {"staged", "preview", "preview first", "run"} < taken.previewed.keys()
    assert "preview" not in taken.whole
    assert set(taken.pages) == {"home", "customers", "customer", "timeline", "search: name"}
    assert all(taken.pages.values())
    assert min(taken.lags) > 0
