"""Read your own write: filed here where no road runs, awaited where one does, and never lost."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from regulars.base.fields.moments import now
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Fact, Kind, Lane
from regulars.unify.facts.inbox import waiting
from regulars.unify.facts.services import colleagues, take
from regulars.unify.identity import services
from regulars.unify.identity.errors import DecisionRefused, StillWaiting
from regulars.unify.identity.services import HandedIn
from regulars.unify.road import Road, run
from regulars.unify.road.waiting import carry_out, handed_in
from tests.unify.telling import key, said, same, source, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def two_people(data_folder: Path) -> None:
    tell(
        source(SourceKind.SERVER),
        said(Kind.IDENTIFY, "1", ("user_id", "u")),
        said(Kind.IDENTIFY, "2", ("user_id", "v")),
    )


@pytest.fixture
def road_elsewhere(two_people: None) -> Iterator[None]:
    """A road in another thread."""
    stop = threading.Event()
    thread = threading.Thread(target=run_and_close, args=(stop,))
    thread.start()
    yield
    stop.set()
    thread.join()


def run_and_close(stop: threading.Event) -> None:
    try:
        run(stop)
    finally:
        connections.close_all()


def test_what_is_handed_in_is_filed_here_when_no_road_runs(two_people: None) -> None:
    handed = services.merge_customers(key("u"), key("v"), actor="owner")

    position = carry_out(handed)

    assert position == 3
    assert same("u", "v")


def test_a_road_elsewhere_does_it(road_elsewhere: None) -> None:
    handed = services.merge_customers(key("u"), key("v"), actor="owner")

    position = carry_out(handed, patience=60)

    assert position == 3
    assert same("u", "v")


def test_patience_ends_but_nothing_is_lost(two_people: None) -> None:
    with Road():
        handed = services.merge_customers(key("u"), key("v"), actor="owner")
        with pytest.raises(StillWaiting):
            carry_out(handed, patience=0)
        left = waiting()

    carry_out(handed)

    assert left == 1
    assert same("u", "v")


def test_it_is_found_after_the_inbox_has_forgotten_it(two_people: None) -> None:
    handed = services.merge_customers(key("u"), key("v"), actor="owner")

    first, again = carry_out(handed), carry_out(handed, patience=0)

    assert handed_in(handed.inbox) is None
    assert again == first


def test_a_request_is_known_by_its_inbox_id(two_people: None) -> None:
    handed = services.merge_customers(key("u"), key("v"), actor="owner")

    assert handed_in(handed.inbox) == handed


def test_what_the_road_refuses_is_told_in_words(two_people: None) -> None:
    fact = Fact(Kind.DECISION, "late", now(), decision={"kind": "join", "a": 1, "b": 4711})
    handed = HandedIn(
        take([fact], source=colleagues().pk, lane=Lane.DECISIONS, received_at=5), colleagues().pk, "late", 5
    )

    with pytest.raises(DecisionRefused, match="does not exist any more"):
        carry_out(handed)
