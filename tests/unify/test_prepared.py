"""A prepared file files the rows that its facts would make as they are, whatever else happens."""

from dataclasses import replace
from itertools import count
from pathlib import Path

import msgspec
import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.base.fields.enums import Sensitivity, Type
from regulars.base.fields.services import Said, declare_field
from regulars.unify.customers.models import Golden, Record
from regulars.unify.customers.preparing import prepare
from regulars.unify.facts import prepared
from regulars.unify.facts.errors import PreparedBroken
from regulars.unify.facts.fact import Fact, Lane
from regulars.unify.facts.inbox import waiting
from regulars.unify.facts.models import Refusal, Source
from regulars.unify.facts.queries import source_ref
from regulars.unify.facts.services import take, take_staged
from regulars.unify.identity.models import Identifier, Link
from regulars.unify.road import Road
from tests.oracle import runner
from tests.oracle.logs import Request, logs
from tests.oracle.reset import dump_road
from tests.oracle.runner import replay, run
from tests.oracle.saying import FILE, SERVER, at, identify

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]
one_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
numbers = count(1)


def file_of(facts: list[Fact], source: int, batch: int) -> Path:
    """A prepared file of these facts."""
    folder = django_settings.DATA / "imports"
    folder.mkdir(exist_ok=True)
    path = folder / f"{next(numbers)}.arrow"
    ref = source_ref(Source.objects.get(pk=source))
    with prepared.Writer(path, ref) as writer:
        writer.add(prepare(facts, source=ref, batch=batch))
        writer.close()
    return path


def in_order(request: Request) -> Request:
    """The same facts in the order in which a prepared file has them."""
    if not request.batch:
        return request
    reader = prepared.Reader(file_of(request.facts, request.source.id, request.batch))
    return replace(request, facts=[prepared.decode_fact(one.fact) for one in reader.read(0, reader.count)])


def staged(request: Request) -> None:
    """Imports through a prepared file, all else through the door."""
    if not request.batch:
        runner.hand_in(request)
        return
    source, batch, received_at = request.source.id, request.batch, request.received_at
    path = file_of(request.facts, source, batch)
    take_staged(path, source=source, batch=batch, first=0, count=len(request.facts), received_at=received_at)


@pytest.fixture
def people() -> list[Fact]:
    """Rows of a list: two of them are one person."""
    facts = [
        identify(("external_id", f"x{n % 3}"), message=f"row:{n}", minute=1, name=f"Ann {n}", email=f"u{n}@shop.co.th")
        for n in range(1, 5)
    ]
    return [msgspec.structs.replace(fact, row=number) for number, fact in enumerate(facts, 1)]


@pytest.mark.slow
@one_database
@given(logs(), st.sampled_from([1, 2, 1000]))
def test_prepared_file_gives_the_rows_of_its_facts(requests: list[Request], batch_facts: int) -> None:
    ordered = [in_order(request) for request in run(requests).submitted]
    replay(ordered, batch_facts=batch_facts)
    expected = dump_road()

    replay(ordered, batch_facts=batch_facts, door=staged)

    assert dump_road() == expected


def test_range_handed_in_twice_is_filed_once(people: list[Fact]) -> None:
    runner.prepare()
    path = file_of(people, FILE.id, 7)

    with Road() as road:
        for first, many in ((0, 2), (0, 2), (2, 2), (0, 4)):
            take_staged(path, source=FILE.id, batch=7, first=first, count=many)
        road.drain()

    assert Record.objects.count() == 4
    assert Golden.objects.count() == 3
    assert waiting() == 0


def test_same_row_of_two_files_is_two_messages(people: list[Fact]) -> None:
    runner.prepare()

    with Road() as road:
        for batch in (7, 8):
            take_staged(file_of(people, FILE.id, batch), source=FILE.id, batch=batch, first=0, count=4)
        road.drain()

    assert Record.objects.count() == 8
    assert Refusal.objects.count() == 0


def test_missing_file_is_put_aside_and_the_road_goes_on(people: list[Fact]) -> None:
    runner.prepare()
    path = file_of(people, FILE.id, 7)
    take_staged(path, source=FILE.id, batch=7, first=0, count=4)
    path.unlink()
    take([identify(("user_id", "u1"), message="live", name="Bea")], source=SERVER.id, lane=Lane.LIVE)

    with Road() as road:
        road.drain()

    assert list(Refusal.objects.values_list("code", "batch")) == [("failed", 7)] * 4
    assert Golden.objects.count() == 1
    assert waiting() == 0


@pytest.mark.parametrize("kept", [0, 100, 0.5])
def test_damaged_file_is_refused_and_put_aside(people: list[Fact], kept: float) -> None:
    runner.prepare()
    path = file_of(people, FILE.id, 7)
    take_staged(path, source=FILE.id, batch=7, first=0, count=4)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept if kept < 1 else kept)])

    with Road() as road:
        road.drain()

    assert Refusal.objects.count() == 4
    with pytest.raises(PreparedBroken):
        take_staged(path, source=FILE.id, batch=7, first=0, count=4)


def test_more_rows_than_the_file_has_are_not_acknowledged(people: list[Fact]) -> None:
    runner.prepare()
    path = file_of(people, FILE.id, 7)

    with pytest.raises(PreparedBroken):
        take_staged(path, source=FILE.id, batch=7, first=2, count=3)

    assert waiting() == 0


def test_field_that_became_special_since_is_sealed(people: list[Fact]) -> None:
    runner.prepare()
    path = file_of([identify(("external_id", "x1"), message="row:1", faith="quiet")], FILE.id, 7)
    take_staged(path, source=FILE.id, batch=7, first=0, count=1)
    declare_field(Type.TEXT, Said({"en": "Faith"}, sensitivity=Sensitivity.SPECIAL), actor="owner", name="faith")

    with Road() as road:
        road.drain()

    assert "quiet" not in Record.objects.get().traits
    assert "quiet" not in Golden.objects.get().traits


def test_rows_are_filed_in_order_of_their_strongest_identifier() -> None:
    runner.prepare()
    facts = [identify(("external_id", name), message=f"row:{n}", minute=1) for n, name in enumerate("cab", 1)]
    path = file_of(facts, FILE.id, 7)

    with Road() as road:
        take_staged(path, source=FILE.id, batch=7, first=0, count=3, received_at=at(1))
        road.drain()

    assert list(Identifier.objects.order_by("key").values_list("value", flat=True)) == ["a", "b", "c"]
    assert Link.objects.count() == 3


def test_runs_of_a_large_file_are_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    runner.prepare()
    monkeypatch.setattr(prepared, "RUN_ROWS", 10)
    ref = source_ref(Source.objects.get(pk=FILE.id))
    facts = [identify(("external_id", f"x{n * 7 % 60:02}"), message=f"row:{n}") for n in range(60)]
    path = django_settings.DATA / "large.arrow"

    with prepared.Writer(path, ref) as writer:
        for start in range(0, 60, 4):
            writer.add(prepare(facts[start : start + 4], source=ref, batch=7))
        written = writer.close()

    read = prepared.Reader(path).read(0, 60)
    assert written == 60
    assert [one.identifiers[0].value for one in read] == [f"x{n:02}" for n in range(60)]
    assert [file.name for file in path.parent.glob("large*")] == ["large.arrow"]
    assert path.stat().st_mode & 0o777 == 0o600
