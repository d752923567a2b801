"""Which value survives: by source, plausibility, time, message and row; units together; tombstones; guarded fields."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.unify.customers.survivorship import Ended, RecordRow, Said, golden, golden_of_one, newer
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import APPEND, FILL, IMPLAUSIBLE, NEWEST, OVERWRITE
from regulars.unify.facts.statement import SourceRef

SOURCES = {
    kind: SourceRef(number, kind.value, "default", "TH", kind.is_public, kind.rank)
    for number, kind in enumerate(SourceKind, 1)
}


def row(
    kind: str,
    at: int = 1,
    *,
    message: str = "m",
    flags: int = 0,
    place: tuple[int, int, int] = (1, 0, 0),
    **traits: Any,
) -> RecordRow:
    """What one source says, all at one time; `place` is key, batch and row."""
    key, batch, number = place
    said = {name: Said(value, at, message, flags) for name, value in traits.items()}
    return RecordRow(key, SOURCES[SourceKind(kind)], batch, number, said)


def values(*records: RecordRow, ends: tuple[Ended, ...] = (), confirmed: bool = False) -> dict[str, Any]:
    return {name: survivor.value for name, survivor in golden(records, ends, confirmed).items()}


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (row("staff", 1, city="yes"), row("server", 9, city="no")),
        (row("server", 1, city="yes"), row("file", 9, city="no")),
        (row("till", 1, city="yes"), row("file", 9, city="no")),
        (row("shop", 1, city="yes"), row("file", 9, city="no")),
        (row("file", 1, city="yes"), row("form", 9, city="no")),
        (row("form", 1, city="yes"), row("browser", 9, city="no")),
        (row("server", 2, city="yes"), row("till", 1, city="no")),
        (row("server", 1, city="yes"), row("till", 9, flags=IMPLAUSIBLE, city="no")),
        (row("file", 1, message="b", city="yes"), row("file", 1, message="a", place=(1, 2, 0), city="no")),
        (row("file", 1, place=(1, 1, 2), city="yes"), row("file", 1, place=(1, 1, 1), city="no")),
    ],
)
def test_value_survives_by_rank_plausibility_time_message_and_row(better: RecordRow, worse: RecordRow) -> None:
    assert values(better, worse) == values(worse, better) == {"city": "yes"}


def test_null_is_a_tombstone_until_somebody_says_more() -> None:
    null = row("server", 2, nickname=None)

    assert values(row("server", 1, nickname="Som"), null) == {}
    assert values(row("server", 3, nickname="Som"), null) == {"nickname": "Som"}
    assert values(row("file", 3, nickname="Som"), null) == {}


def test_parts_of_a_name_survive_together() -> None:
    older = row("server", 1, honorific="Ms", first_name="Mei", last_name="Lin")
    newer_one = row("server", 2, first_name="Meiling", name="Meiling Chen")

    assert values(older, newer_one) == {"first_name": "Meiling", "name": "Meiling Chen"}


def test_lines_of_an_address_survive_together_by_their_newest_line() -> None:
    said = {"street": Said("1 Old Road", 1, "m", 0), "city": Said("Trang", 5, "m", 0)}
    mixed = RecordRow(1, SOURCES[SourceKind.SERVER], 0, 0, said)
    other = row("server", 4, street="2 New Road", city="Hat Yai", postal_code="90110")

    assert values(mixed, other) == {"street": "1 Old Road", "city": "Trang"}


def test_units_do_not_carry_each_other() -> None:
    assert values(row("server", 1, city="Trang"), row("server", 2, first_name="Som")) == {
        "city": "Trang",
        "first_name": "Som",
    }


def test_survivor_shows_its_origin() -> None:
    survivor = golden([row("file", 7, message="m7", place=(3, 2, 9), nickname="Som")])["nickname"]

    assert tuple(survivor) == ("Som", 7, SOURCES[SourceKind.FILE].id, 2, 9, 3, "m7")


@pytest.mark.parametrize("kind", ["browser", "form", "pixel"])
def test_public_source_fills_no_guarded_field_of_somebody_confirmed(kind: str) -> None:
    said = row(kind, 9, first_name="Mal", email="mal@example.com", city="X", birthday="2000-01-01", interests=["tea"])

    assert values(said, confirmed=True) == {"interests": ["tea"]}
    assert len(values(said)) == 5


def test_public_null_takes_no_guarded_value_away() -> None:
    assert values(row("server", 1, phone="+661"), row("browser", 9, phone=None), confirmed=True) == {"phone": "+661"}


def test_trusted_source_fills_guarded_fields_of_somebody_confirmed() -> None:
    assert values(row("file", 1, phone="+661"), confirmed=True) == {"phone": "+661"}


@pytest.mark.parametrize(
    ("said_at", "expected"), [(4, {}), (5, {"phone": "+661"}), (6, {"phone": "+661"})], ids=["before", "at", "after"]
)
def test_value_that_changed_hands_ends_for_who_said_it_before(said_at: int, expected: dict[str, str]) -> None:
    assert values(row("server", said_at, phone="+661"), ends=(Ended("phone", "+661", 5),)) == expected


def test_ended_value_is_a_tombstone_from_the_moment_it_ended() -> None:
    ended = (Ended("phone", "+661", 5),)
    old = row("server", 1, phone="+661")

    assert values(old, row("till", 4, phone="+662"), ends=ended) == {}
    assert values(old, row("till", 6, phone="+662"), ends=ended) == {"phone": "+662"}
    assert values(old, row("staff", 1, phone="+663"), ends=ended) == {"phone": "+663"}


def test_end_is_about_its_own_trait_and_value() -> None:
    ended = (Ended("phone", "+661", 5), Ended("email", "+662", 5))

    assert values(row("server", 1, phone="+662", nickname="+661"), ends=ended) == {"phone": "+662", "nickname": "+661"}


def test_nothing_said_is_nothing() -> None:
    assert golden([]) == {}


def test_newer_prefers_plausible_then_time_then_message() -> None:
    said = Said("x", 5, "m", 0)

    assert newer(said, Said("y", 9, "z", IMPLAUSIBLE))
    assert newer(said, Said("y", 4, "z", 0))
    assert newer(said, Said("y", 5, "l", 0))
    assert not newer(said, said)


records = st.lists(
    st.builds(
        lambda kind, at, message, place, trait, value, flags: row(
            kind, at, message=message, place=place, flags=flags, **{trait: value}
        ),
        kind=st.sampled_from([kind.value for kind in SourceKind]),
        at=st.integers(1, 3),
        message=st.sampled_from("ab"),
        place=st.tuples(st.integers(1, 2), st.integers(0, 2), st.integers(0, 2)),
        trait=st.sampled_from(["phone", "first_name", "last_name", "interests"]),
        value=st.sampled_from(["x", "y", None]),
        flags=st.sampled_from([0, IMPLAUSIBLE]),
    ),
    max_size=6,
    unique_by=lambda one: (one.key, one.source.id, one.batch, one.row),
)


@given(records, st.randoms(use_true_random=False), st.booleans())
def test_order_of_records_does_not_matter(found: list[RecordRow], random: Any, confirmed: bool) -> None:
    shuffled = random.sample(found, len(found))

    assert values(*found, confirmed=confirmed) == values(*shuffled, confirmed=confirmed)


@given(
    st.dictionaries(
        st.sampled_from(["phone", "city", "street", "name", "first_name", "interests", "made_up", "consent.news"]),
        st.tuples(st.sampled_from(["x", "", None, ["a", "a"]]), st.integers(1, 3), st.sampled_from([0, FILL, APPEND])),
    )
)
def test_golden_of_one_record_is_golden(said: dict[str, tuple[Any, int, int]]) -> None:
    one = row("file")._replace(traits={name: Said(value, at, "m", flags) for name, (value, at, flags) in said.items()})

    assert list(golden_of_one(one).items()) == list(golden([one]).items())


@pytest.mark.parametrize(
    ("wins", "others"),
    [
        (row("browser", 9, city="yes"), [row("file", 5, flags=NEWEST, city="no")]),
        (row("file", 5, flags=NEWEST, city="yes"), [row("browser", 4, city="no")]),
        (row("server", 1, city="yes"), [row("file", 5, flags=NEWEST, city="no")]),
        (row("file", 5, flags=NEWEST, city="yes"), [row("form", 9, flags=IMPLAUSIBLE, city="no")]),
        (row("form", 1, city="yes"), [row("file", 5, flags=NEWEST | IMPLAUSIBLE, city="no")]),
        # Each of the three would win over one of the others.
        (
            row("file", 4, place=(1, 2, 1), city="yes"),
            [row("file", 5, flags=NEWEST, place=(1, 1, 1), city="no"), row("form", 7, city="no")],
        ),
        (row("browser", 1, city="yes"), [row("file", 9, flags=FILL, city="no")]),
        (row("file", 9, flags=FILL, city="yes"), []),
        (row("file", 9, flags=FILL, city="yes"), [row("server", 8, city=None), row("till", 7, city="")]),
        (row("file", 9, flags=FILL, city="yes"), [row("file", 8, flags=FILL, place=(1, 2, 1), city="no")]),
        (row("file", 9, flags=OVERWRITE, city="yes"), [row("server", 8, city="no"), row("till", 7, city=None)]),
        (row("server", 10, city="yes"), [row("file", 9, flags=OVERWRITE, city="no")]),
        (row("file", 9, flags=OVERWRITE, city="yes"), [row("form", 10, city="no")]),
        (row("staff", 1, city="yes"), [row("file", 9, flags=OVERWRITE, city="no")]),
        (row("server", 1, city="yes"), [row("file", 9, flags=OVERWRITE | IMPLAUSIBLE, city="no")]),
        (row("file", 9, flags=OVERWRITE, city="yes"), [row("server", 99, flags=IMPLAUSIBLE, city="no")]),
    ],
)
def test_column_competes_as_it_says(wins: RecordRow, others: list[RecordRow]) -> None:
    forward, backward = values(wins, *others), values(*reversed(others), wins)

    assert forward == backward == {"city": "yes"}


@pytest.mark.parametrize("blank", [row("server", 10, city=None), row("staff", 1, city=None)])
def test_blank_that_is_later_or_a_correction_is_not_filled(blank: RecordRow) -> None:
    assert values(blank, row("file", 9, flags=FILL, city="no")) == {}


def test_overwritten_unit_goes_whole() -> None:
    old = row("server", 5, street="1 Main St", city="Bangkok")

    assert values(old, row("file", 9, flags=OVERWRITE, city="Phuket")) == {"city": "Phuket"}


def test_appended_lists_are_added_to_the_winner() -> None:
    said = [
        row("file", 1, flags=APPEND, place=(1, 2, 1), interests=["tea", "rice"]),
        row("server", 5, interests=["tea", "silk"]),
        row("file", 9, flags=APPEND, place=(1, 3, 1), interests=["salt", "silk"]),
    ]

    assert values(*said) == values(*reversed(said)) == {"interests": ["tea", "silk", "rice", "salt"]}
    assert golden(said)["interests"].source == SOURCES[SourceKind.SERVER].id


@pytest.mark.parametrize("value", [["silk"], None])
def test_correction_takes_only_what_is_appended_later(value: list[str] | None) -> None:
    correction = row("staff", 5, interests=value)
    early = row("file", 1, flags=APPEND, place=(1, 2, 1), interests=["tea"])
    late = row("file", 9, flags=APPEND, place=(1, 3, 1), interests=["salt"])

    assert values(correction, early, late) == {"interests": [*(value or []), "salt"]}


def test_appended_text_competes_like_any_other() -> None:
    assert values(row("file", 9, flags=APPEND, nickname="no"), row("server", 1, nickname="yes")) == {"nickname": "yes"}


def test_later_row_of_a_file_wins_whatever_its_number_looks_like() -> None:
    ninth = row("file", 1, message="row:9", place=(1, 4, 9), city="no")
    tenth = row("file", 1, message="row:10", place=(1, 4, 10), city="yes")

    assert values(ninth, tenth) == {"city": "yes"}
