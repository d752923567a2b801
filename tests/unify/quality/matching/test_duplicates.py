"""Pairs from the job to the page: found, shown, decided, taken back, never asked again, erased."""

from pathlib import Path

import pytest
from django.test import Client

from regulars.base.fields.masks import EVERYTHING
from regulars.base.jobs.worker import run_waiting
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.identifiers import TYPES, IdentifierType
from regulars.unify.facts.models import Source
from regulars.unify.identity.models import Decision, Link
from regulars.unify.identity.services import merge_customers
from regulars.unify.quality.errors import ThresholdUnproven
from regulars.unify.quality.matching import automatic, deciding, jobs, pairs, queue
from regulars.unify.quality.matching.trying import try_rule
from regulars.unify.quality.models import MatchModel, MatchPair, PairState
from tests.conftest import May
from tests.html import complaints
from tests.unify.pages import road_beside, signed_in, words
from tests.unify.telling import done, drain, key, said, same, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]
BORN = "1990-03-14"
ADDRESS = "/quality/duplicates/"


@pytest.fixture
def server(data_folder: Path) -> Source:
    return source(SourceKind.SERVER)


@pytest.fixture
def two(server: Source) -> MatchPair:
    """One person in two scripts, whom no identifier joins; found."""
    tell(
        server,
        said(Kind.IDENTIFY, "1", ("user_id", "u"), first_name="สมชาย", last_name="ใจดี", birthday=BORN, city="Pai"),
        said(Kind.IDENTIFY, "2", ("user_id", "v"), first_name="Somchai", last_name="Jaidee", birthday=BORN, city="Pai"),
        said(Kind.IDENTIFY, "3", ("user_id", "w"), first_name="Reza", last_name="Karimi", birthday="1971-01-02"),
    )
    look()
    return MatchPair.objects.get()


def look(*, is_all: bool = True) -> int:
    return jobs.look(lambda _: None, is_all=is_all)


def test_a_pair_is_found_once_under_the_strongest_keys(two: MatchPair) -> None:
    assert (two.a, two.b) == tuple(sorted((key("u"), key("v"))))
    assert two.state == PairState.OPEN
    assert two.weights["given"][0] == "heard"
    assert look() == 0


def test_somebody_new_is_compared_with_all(two: MatchPair, server: Source) -> None:
    tell(
        server, said(Kind.IDENTIFY, "4", ("user_id", "x"), first_name="Reza", last_name="Karimi", birthday="1971-01-02")
    )

    new = look(is_all=False)

    assert new == 1
    assert look(is_all=False) == 0


def test_the_same_are_joined_and_an_undo_asks_again(two: MatchPair) -> None:
    with road_beside():
        deciding.decide(two.pk, PairState.SAME, actor="user:1")
        together = same("u", "v")
        deciding.undo_last(actor="user:1")

    two.refresh_from_db()
    assert together
    assert not same("u", "v")
    assert two.state == PairState.OPEN


def test_different_people_are_never_proposed_again(two: MatchPair) -> None:
    with road_beside():
        deciding.decide(two.pk, PairState.DIFFERENT, actor="user:1")
    MatchPair.objects.all().delete()

    new = look()

    assert new == 0
    assert Decision.objects.get().kind == "apart"


def test_the_unsure_come_back_when_the_evidence_changes(two: MatchPair, server: Source) -> None:
    deciding.decide(two.pk, PairState.UNSURE, actor="user:1")
    look()
    before = MatchPair.objects.get().state
    tell(server, said(Kind.IDENTIFY, "5", ("user_id", "v"), ago=60, city="Chiang Mai"))

    look()

    assert before == PairState.UNSURE
    assert MatchPair.objects.get().state == PairState.OPEN


def test_pairs_that_were_joined_elsewhere_are_not_shown(two: MatchPair) -> None:
    done(merge_customers(key("u"), key("v"), actor="owner"))

    assert queue.waiting(EVERYTHING) == []


def test_nothing_of_an_erased_person_stays(two: MatchPair) -> None:
    pairs.forget({two.a})

    assert not MatchPair.objects.exists()


def pretend_decided(two: MatchPair, same_ones: int, different: int) -> None:
    """Decisions about pairs as sure as this one, at keys of nobody."""
    states = [PairState.SAME] * same_ones + [PairState.DIFFERENT] * different
    MatchPair.objects.bulk_create(
        MatchPair(
            a=10_000 + place, b=20_000 + place, probability=0.999, evidence="", model=MatchModel.objects.get(),
            state=state, decided_by="user:1", found_at=0,
        )
        for place, state in enumerate(states)
    )  # fmt: skip


def test_joining_without_asking_needs_decisions_and_can_be_undone(two: MatchPair) -> None:
    MatchPair.objects.filter(pk=two.pk).update(probability=0.995)
    with pytest.raises(ThresholdUnproven):
        automatic.set_threshold(0.99, actor="user:1")
    pretend_decided(two, 20, 0)
    automatic.set_threshold(0.99, actor="user:1")

    with road_beside():
        joined = automatic.join_sure()
        together = same("u", "v")
        deciding.undo(MatchPair.objects.get(pk=two.pk), actor="user:1")

    assert joined == 1
    assert together
    assert Decision.objects.filter(kind="join").get().actor == "matching"
    assert not same("u", "v")


def test_an_estimate_counts_decisions_and_the_model(two: MatchPair) -> None:
    MatchPair.objects.all().delete()
    pretend_decided(two, 15, 5)

    found = automatic.estimate_at(0.9)

    assert (found.decided, found.same) == (20, 15)
    assert found.precision == pytest.approx((15 + 10 * 0.999) / 30)
    assert found.at_least == pytest.approx(0.531, abs=0.001)


def test_a_rule_is_tried_and_nothing_changes(server: Source) -> None:
    phones = [("phone", f"+6681234567{digit}") for digit in range(4)]
    for place, phone in enumerate(phones):
        tell(server, said(Kind.IDENTIFY, f"p{place}", ("user_id", "u"), phone))
    before = list(Link.objects.order_by("pk").values())
    now = TYPES["phone"]

    tried = try_rule(IdentifierType("phone", now.scope, 3, now.rank, shareable=True), sight=EVERYTHING)

    assert (tried.joined, tried.parted) == (0, 1)
    assert [example.joins for example in tried.examples] == [False]
    assert list(Link.objects.order_by("pk").values()) == before


def test_pages_show_why_and_take_decisions(two: MatchPair) -> None:
    client = signed_in()

    page = client.get(ADDRESS)
    with road_beside():
        client.post(f"{ADDRESS}{two.pk}/decide/", {"said": "same"})
        listed = words(client.get(f"{ADDRESS}decided/"))
        client.post(f"{ADDRESS}undo/")

    assert complaints(page.content.decode()) == []
    assert "The first names sound alike in Thai and Latin: สมชาย – Somchai" in words(page)
    assert "Same birthday" in words(page)
    assert "Same person" in listed
    assert MatchPair.objects.get().state == PairState.OPEN


@pytest.mark.parametrize("page", ["", "decided/", "automatic/", "protections/", "protections/?type=phone&limit=3"])
def test_every_page_is_valid(two: MatchPair, page: str) -> None:
    response = signed_in().get(f"{ADDRESS}{page}")

    assert response.status_code == 200
    assert complaints(response.content.decode()) == []


def test_who_sees_no_field_whole_sees_no_weights(two: MatchPair, may: May) -> None:
    page = words(may("quality.see", "customers.see").get(ADDRESS))

    assert "BORN" not in page
    assert "Somchai" not in page
    assert "Same birthday" not in page
    assert "%" not in page


def test_who_may_not_merge_decides_nothing(two: MatchPair, may: May) -> None:
    client: Client = may("quality.see", "quality.edit")

    assert client.post(f"{ADDRESS}{two.pk}/decide/", {"said": "same"}).status_code == 403
    assert MatchPair.objects.get().state == PairState.OPEN
    drain()


def test_before_anybody_looked_the_queue_says_so_and_offers_to_look(server: Source) -> None:
    mali = signed_in()

    before = mali.get(ADDRESS)
    mali.post(f"{ADDRESS}look/")
    meanwhile = words(mali.get(ADDRESS))
    run_waiting()
    after = words(mali.get(ADDRESS))

    assert "Nobody has looked for duplicates yet" in words(before)
    assert before.content.decode().count(f'action="{ADDRESS}look/"') == 2
    assert "Your customers are being compared" in meanwhile
    assert "No pair waits" in after
    assert not any("No pair waits" in one for one in (words(before), meanwhile))


def test_a_birthday_is_compared_in_the_readers_calendar(two: MatchPair) -> None:
    mali = signed_in()

    page = words(mali.get(ADDRESS, headers={"Accept-Language": "fa"}))

    assert "۲۳ اسفند ۱۳۶۸" in page
    assert BORN not in page
