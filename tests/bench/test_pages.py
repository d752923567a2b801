import pytest

from regulars.bench import pages
from regulars.bench.pages import Page, Size, results_of, run


def test_pages_tell_median_95th_percentile_and_slowest() -> None:
    taken = [float(sample) for sample in range(1, 42)]

    found = results_of(Page("home", lambda _: "/", 39.5), taken)

    assert [(one.name, one.value, one.met) for one in found] == [
        ("home: median", 21.0, None),
        ("home: 95th percentile", 39.0, True),
        ("home: slowest", 41.0, None),
    ]


@pytest.mark.slow
def test_pages_are_measured_from_end_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "QUICK", Size(200, 500, 2))

    told = run()

    asked = pages.pages(200)
    assert [len(row["samples"]) for row in told["results"][1:-1:3]] == [2] * len(asked)
    assert told["results"][1]["name"] == "home: 95th percentile"
