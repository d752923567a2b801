"""The oracle keeps the promises itself, on logs as the property tests draw them."""

from random import Random

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from regulars.unify.facts.fact import Fact
from tests.oracle.fold import State, fold
from tests.oracle.invariants import golden_values, kept_apart_but_one, shuffled, unjoined_doubles
from tests.oracle.log import Entry
from tests.oracle.logs import Request, logs


def entries(requests: list[Request]) -> list[Entry]:
    """Positions as if the road ran after each request."""
    heard: list[Entry] = []
    for request in requests:
        for fact in request.facts:
            placed = _placed(fact, heard)
            heard.append(Entry(len(heard) + 1, request.source, placed, request.batch, request.received_at))
    return heard


def _placed(fact: Fact, heard: list[Entry]) -> Fact:
    if not fact.decision or fact.decision["kind"] != "reverse":
        return fact
    positions = [each.position for each in heard if each.fact.message_id == fact.decision["position"]]
    return msgspec.structs.replace(fact, decision=fact.decision | {"position": positions[0]})


@given(logs(decisions=False, imports=False), st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_matter_where_nothing_is_refused(requests: list[Request], random: Random) -> None:
    expected = fold(entries(requests))
    actual = fold(entries(shuffled(requests, random)))

    assume(not expected.refused and not actual.refused)
    assert golden_values(actual) == golden_values(expected)


@given(logs())
def test_limits_and_keep_aparts_hold_in_any_history(requests: list[Request]) -> None:
    state: State = fold(entries(requests))

    assert all(link.reason not in {"", "same", "joined", "filed"} for link in state.refused)
    assert not unjoined_doubles(state)
    assert not kept_apart_but_one(state)
