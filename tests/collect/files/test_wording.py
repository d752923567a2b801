"""What is told from texts is what the golden record comes to, whatever the texts hold."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.collect.files.enums import Outcome
from regulars.collect.files.preview import wording
from regulars.collect.files.preview.wording import Text
from regulars.unify.customers import entries
from regulars.unify.customers.preparing import prepared
from regulars.unify.customers.records import decode_traits
from regulars.unify.customers.survivorship import RecordRow, Said, golden
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import APPEND, FILL, IMPLAUSIBLE, NEWEST, OVERWRITE, Fact, Kind, raw
from regulars.unify.facts.prepared import statement_of
from regulars.unify.facts.statement import SourceRef, Statement

KINDS = [kind for kind in SourceKind if not kind.is_public]
NAMES = ("city", "street", "country", "first_name", "interests", "made_up", 'ma"de":[up')
CRUEL = ['a","b', 'x":[', '"]', "\\", '",3,"row:1",2]', "{", "", "0", "row:1", 'x",5,9,9,1,7,"row:1"]', "\0"]
VALUES = st.sampled_from([*"xxy", None, True, 1, 1.0, 12.50, ["a"], ["a", "b"], {"b": 1, "a": 2}, *CRUEL])
TRAITS = st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1, max_size=5)
MESSAGES = st.sampled_from(["row:1", "row:2", "a,b", 'say "so"', "\\"])
FLAGS = st.sampled_from([0, NEWEST, NEWEST, FILL, OVERWRITE, APPEND, IMPLAUSIBLE, NEWEST | IMPLAUSIBLE])
ENTRIES = st.builds(Said, VALUES, st.integers(-1, 6), MESSAGES, FLAGS)
encode = msgspec.json.Encoder(order="deterministic").encode


def source_of(kind: SourceKind) -> SourceRef:
    return SourceRef(KINDS.index(kind) + 1, kind.value, "default", "TH", is_public=False, rank=kind.rank)


@st.composite
def records(draw: st.DrawFn) -> list[RecordRow]:
    """What several sources say of somebody: at once, or piece by piece."""
    found = []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        at_once = draw(st.builds(Said, st.none(), st.integers(-1, 6), MESSAGES, FLAGS))
        said = {name: at_once._replace(value=value) for name, value in draw(TRAITS).items()}
        apart = draw(st.dictionaries(st.sampled_from(NAMES), ENTRIES, min_size=1, max_size=4))
        traits = apart if draw(st.booleans()) else said
        found.append(RecordRow(7, source_of(draw(st.sampled_from(KINDS))), draw(st.integers(0, 2)), number, traits))
    return found


def statement(traits: dict[str, Any], at: int = 5, flags: int = 0, modes: dict[str, int] | None = None) -> Statement:
    """A row of a file, prepared."""
    file = source_of(SourceKind.FILE)
    fact = Fact(Kind.IDENTIFY, "row:1", at, [("external_id", "x1")], traits=raw(traits), row=1, flags=flags)
    fact.modes = modes or {}
    return statement_of(prepared(fact, file, 9), file, 9, 100, 0)


def told(said: Statement, known: list[RecordRow]) -> Outcome | None:
    texts = [Text(one.key, one.source, one.batch, one.row, entries.write(one.traits)) for one in known]
    return wording.outcome(said, texts, entries.write(golden(known)))


def values(known: list[RecordRow]) -> bytes:
    return encode({name: one.value for name, one in golden(known).items()})


def folded(said: Statement, known: list[RecordRow]) -> Outcome:
    """What the golden record over all of it comes to."""
    traits = decode_traits(said.ready.said) if said.ready else {}
    mine = RecordRow(7, said.source, said.batch, said.fact.row, traits)
    return Outcome.UNCHANGED if values(known) == values([*known, mine]) else Outcome.UPDATED


@given(
    records(),
    TRAITS,
    st.sets(st.sampled_from(NAMES)),
    st.integers(1, 9),
    st.dictionaries(st.sampled_from(NAMES), FLAGS, max_size=2),
)
def test_what_is_told_from_texts_is_what_the_golden_record_comes_to(
    known: list[RecordRow], traits: dict[str, Any], again: set[str], at: int, modes: dict[str, int]
) -> None:
    stands = {name: one.value for name, one in golden(known).items() if name in again}
    said = statement(stands or traits, at, modes=modes)

    outcome = told(said, known)

    assert outcome in {None, folded(said, known)}


@pytest.mark.parametrize(
    ("traits", "outcome"),
    [
        ({"city": "Bangkok", "first_name": 'A "b'}, Outcome.UNCHANGED),
        ({"city": "Bangkok"}, Outcome.UPDATED),
        ({"first_name": 'A "b'}, Outcome.UNCHANGED),
        ({"first_name": "Bea"}, Outcome.UPDATED),
        ({"company": "New"}, Outcome.UPDATED),
        ({"children": 2}, None),
        ({"first_name": None}, None),
    ],
)
def test_rows_that_outdo_what_is_known_are_told_at_once(traits: dict[str, Any], outcome: Outcome | None) -> None:
    """A part of an address that is not said goes with the others."""
    file = source_of(SourceKind.FILE)
    before = {"city": "Bangkok", "first_name": 'A "b'} | ({"street": "1 Road"} if "first_name" not in traits else {})
    known = [RecordRow(7, file, 3, 1, {name: Said(value, 2, "row:1", NEWEST) for name, value in before.items()})]

    assert told(statement(traits, modes=dict.fromkeys(traits, NEWEST)), known) == outcome


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (SourceKind.FILE, Said("Ann", 5, "row:1", 0)),
        (SourceKind.FILE, Said("Ann", 2, "row:1", FILL)),
        (SourceKind.STAFF, Said("Ann", 2, "row:1", 0)),
    ],
    ids=["as late", "fills", "of a colleague"],
)
def test_what_is_not_outdone_takes_more_to_know(kind: SourceKind, said: Said) -> None:
    known = [RecordRow(7, source_of(kind), 3, 1, {"first_name": said})]

    assert told(statement({"first_name": "Bea"}), known) is None
