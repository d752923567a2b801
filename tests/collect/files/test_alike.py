"""What a row of somebody known changes is told from what it says alone, and that is what the golden record says."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from regulars.base.fields.queries import current
from regulars.collect.files.preview.alike import differing
from regulars.unify.customers.survivorship import RecordRow, Said, golden, golden_of_units
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import APPEND, FILL, IMPLAUSIBLE, NEWEST, OVERWRITE
from regulars.unify.facts.statement import SourceRef

KINDS = [kind for kind in SourceKind if not kind.is_public]
NAMES = ("phone", "city", "street", "name", "first_name", "last_name", "interests", "made_up")
TRAITS = st.dictionaries(
    st.sampled_from(NAMES),
    st.builds(
        Said,
        st.sampled_from(["x", "x", "y", "", None, True, 1, ["a"], ["a", "b"]]),
        st.integers(1, 3),
        st.sampled_from("ab"),
        st.sampled_from([0, NEWEST, FILL, OVERWRITE, APPEND, IMPLAUSIBLE, NEWEST | IMPLAUSIBLE]),
    ),
    max_size=5,
)


def record(number: int, kind: SourceKind, batch: int, traits: dict[str, Said]) -> RecordRow:
    source = SourceRef(KINDS.index(kind) + 1, kind.value, "default", "TH", is_public=False, rank=kind.rank)
    return RecordRow(number, source, batch, number, traits)


RECORDS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 2), TRAITS), max_size=4)


def values(survivors: dict[str, Any]) -> dict[str, Any]:
    return {name: (type(one.value), one.value) for name, one in survivors.items()}


@given(RECORDS, TRAITS)
def test_only_differing_units_change_and_their_part_is_that_of_the_golden_record(
    others: list[tuple[SourceKind, int, dict[str, Said]]], traits: dict[str, Said]
) -> None:
    records = [record(number, *one) for number, one in enumerate(others, 1)]
    said = record(9, SourceKind.FILE, 9, traits)
    before, after = values(golden(records)), values(golden([*records, said]))
    unit_of = current().unit_of

    units = differing(said.traits, [one.traits for one in records])

    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert {unit_of.get(name, name) for name in changed} <= units
    part = {name: value for name, value in after.items() if unit_of.get(name, name) in units}
    assert values(golden_of_units([*records, said], units)) == part
