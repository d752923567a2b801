"""Sifting leaves out only pairs that nobody would be asked about."""

from pathlib import Path

from regulars.base.lake.scratch import Scratch
from regulars.unify.quality.matching.finding import ASKED, find
from regulars.unify.quality.matching.parameters import starting
from regulars.unify.quality.matching.people import person
from tests.unify.quality.matching.people_made import made

NEVER = 1e-300


def test_what_is_sifted_out_would_not_have_passed(tmp_path: Path) -> None:
    people = [
        person(place, {name: value for name, value in one._asdict().items() if value and name != "person"})
        for place, one in enumerate(made(600, 3), 1)
    ]

    found = []
    for at_least in (ASKED, NEVER):
        with Scratch(threads=2, memory_limit="1GB", spill=tmp_path) as scratch:
            found.append(find(people, scratch=scratch, parameters=starting(), at_least=at_least).pairs)

    assert found[0] == [pair for pair in found[1] if pair.probability >= ASKED]
    assert 0 < len(found[0]) < len(found[1])
