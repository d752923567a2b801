"""The lake's customers are the golden records, whatever was said, merged, undone, taken back and erased."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from regulars.unify.customers import changes
from regulars.unify.customers.enums import What
from regulars.unify.facts import sql
from regulars.unify.facts.lake import lake
from regulars.unify.facts.tables import CUSTOMERS, FIT_OF
from tests.oracle.log import story
from tests.oracle.logs import Request, logs
from tests.oracle.runner import run

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]
one_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

Customers = dict[int, tuple[str, dict[str, object]]]


def golden() -> Customers:
    """Root → kind and values, as the database has them."""
    rows = sql.run("SELECT root, kind, traits FROM golden")
    return {
        root: (kind, {name: said[0] for name, said in msgspec.json.decode(traits).items()})
        for root, kind, traits in rows
    }


def in_lake() -> Customers:
    """Root → kind and values, as the lake has them."""
    engine = lake().engine()
    rows = engine.rows(engine.table(CUSTOMERS.name)).to_pylist()
    engine.close()
    found = {}
    for row in rows:
        typed = {name: row[name] for name in FIT_OF if row[name] is not None}
        if "birthday" in typed:
            typed["birthday"] = typed["birthday"].isoformat()
        found[row["customer_key"]] = (row["kind"], typed | msgspec.json.decode(row["other"] or "{}"))
    assert len(found) == len(rows)
    return found


def compact() -> None:
    """Lay the table out as upkeep does in time."""
    with lake().writer() as writer:
        writer.compact(CUSTOMERS.name, everything=True)


@one_database
@given(logs(), st.sampled_from([1, 3, 1000]))
def test_any_history_gives_the_golden_records(requests: list[Request], batch_facts: int) -> None:
    done = run(requests, batch_facts=batch_facts)
    note(story(done.entries))

    assert in_lake() == golden()
    compact()
    assert in_lake() == golden()


@one_database
@given(logs(), st.sampled_from([1, 3, 1000]))
def test_any_history_is_told_in_changes(requests: list[Request], batch_facts: int) -> None:
    done = run(requests, batch_facts=batch_facts, consumer="test")
    note(story(done.entries))

    known: set[int] = set()
    for position, root, what in changes.since(0):
        assert (root in known) == (what != What.CREATED), f"{what} {root} at {position}"
        known = known - {root} if what == What.REMOVED else known | {root}

    assert known == golden().keys()
