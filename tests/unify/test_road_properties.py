"""The identity promise: batching and order do not matter, and any history equals folding what remains of it."""

from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from tests.oracle.canonical import difference, read_state
from tests.oracle.fold import fold
from tests.oracle.invariants import golden_values, kept_apart_but_one, shuffled, unjoined_doubles
from tests.oracle.log import story
from tests.oracle.logs import Request, logs
from tests.oracle.reset import dump_road
from tests.oracle.runner import replay, run, split

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]
one_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.mark.slow
@one_database
@given(logs(), st.sampled_from([1, 2, 3, 5]))
def test_any_batching_gives_identical_rows(requests: list[Request], batch_facts: int) -> None:
    done = run(requests)
    expected = dump_road()

    replay(done.submitted, batch_facts=batch_facts)

    assert dump_road() == expected


@pytest.mark.slow
@one_database
@given(logs())
def test_any_cutting_into_requests_gives_identical_rows(requests: list[Request]) -> None:
    done = run(requests)
    expected = dump_road(but=["taken"])

    replay(split(done.submitted), batch_facts=1000)

    assert dump_road(but=["taken"]) == expected


@pytest.mark.slow
@one_database
@given(logs(decisions=False, imports=False), st.randoms())
def test_any_order_gives_the_same_people_where_nothing_was_refused(requests: list[Request], random: Random) -> None:
    run(requests)
    expected = read_state()
    assume(not expected.refused)

    run(shuffled(requests, random))
    actual = read_state()

    assume(not actual.refused)
    assert golden_values(actual) == golden_values(expected)


@pytest.mark.slow
@one_database
@given(logs())
def test_nothing_holds_together_what_must_stay_apart(requests: list[Request]) -> None:
    done = run(requests)

    state = read_state()

    assert all(link.reason for link in state.refused)
    assert not unjoined_doubles(state)
    assert not kept_apart_but_one(state)
    assert len(done.entries) == sum(len(request.facts) for request in done.submitted)


@one_database
@given(logs())
def test_any_history_equals_folding_the_remaining_log(requests: list[Request]) -> None:
    done = run(requests)

    expected, actual = fold(done.entries), read_state()

    note(story(done.entries))
    assert difference(expected, actual) == ""
