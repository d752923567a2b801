"""A large batch is withdrawn in pieces, and in the end every row is as if it had been withdrawn at once."""

import pytest
from hypothesis import HealthCheck, given, settings

from regulars.unify.customers.models import Golden, Record
from regulars.unify.facts.fact import Lane
from regulars.unify.facts.services import take
from regulars.unify.identity.models import Decision, Link
from regulars.unify.road import Road, undoing
from tests.oracle import runner
from tests.oracle.logs import Request, logs
from tests.oracle.reset import dump_road
from tests.oracle.runner import replay, run
from tests.oracle.saying import FILE, SERVER, STAFF, decision, identify

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]
one_database = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60
)


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "LARGE", 0)
    monkeypatch.setattr(undoing, "KEYS", 1)


@one_database
@given(logs())
def test_pieces_end_in_the_rows_of_one_transaction(requests: list[Request]) -> None:
    done = run(requests)
    expected = dump_road()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(undoing, "LARGE", 0)
        patch.setattr(undoing, "KEYS", 1)
        replay(done.submitted, batch_facts=1000)

    assert dump_road() == expected


@pytest.mark.usefixtures("in_pieces")
def test_road_that_ended_in_between_goes_on() -> None:
    runner.prepare()
    rows = [identify(("external_id", f"x{n}"), message=f"row:{n}", name=f"Ann {n}") for n in range(1, 5)]
    take(rows, source=FILE.id, lane=Lane.IMPORTS, batch=7)
    with Road() as road:
        road.drain()
        take([decision("withdraw", message="undo", batch=7)], source=STAFF.id, lane=Lane.DECISIONS)
        assert road.turn()
        assert road.turn()
    take([identify(("user_id", "u1"), message="late", name="Bea")], source=SERVER.id)

    halfway = (Decision.objects.count(), Record.objects.filter(withdrawn=0).count(), Golden.objects.count())
    with Road() as road:
        road.drain()

    assert halfway == (1, 2, 2)
    assert Link.objects.filter(withdrawn=0).count() == 1
    assert [row.traits[:13] for row in Golden.objects.all()] == ['{"name":["Bea']
