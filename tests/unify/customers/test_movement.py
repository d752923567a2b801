"""How customers move: counted by the lake as a plain loop over the events counts them."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from regulars.base.fields.moments import now
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from regulars.unify.customers.owners import assign
from regulars.unify.customers.queries.movement import WEEK, WEEKS, measure
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Fact, Kind
from regulars.unify.facts.models import Source
from regulars.unify.identity import services
from tests.unify.telling import SECOND, done, key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

WEEK_SECONDS = WEEK // SECOND
VISITS = {"new": [0, 1], "regular": [2, 6, 30], "lapsed": [5, 11], "long gone": [20], "back": [3, 40]}
"""Person → the weeks ago (and a day) in which they did something."""


@pytest.fixture
def shop() -> Source:
    """A shop that knows five people and a visitor without a name."""
    shop = source(SourceKind.SERVER)
    for person, weeks in VISITS.items():
        identity = ("user_id", person)
        tell(
            shop,
            said(Kind.IDENTIFY, f"i-{person}", identity, name=person),
            *(visit(person, week, identity) for week in weeks),
        )
    tell(shop, visit("visitor", 0, ("anonymous_id", "a-1")))
    return shop


def visit(name: str, week: int, identity: tuple[str, str]) -> Fact:
    return said(Kind.TRACK, f"t-{name}-{week}", identity, ago=week * WEEK_SECONDS + 86_400, event="Visited")


def test_people_are_new_come_again_or_stay_away(shop: Source) -> None:
    found = measure(now())

    assert (found.new, found.returning, found.lapsed, found.active) == (1, 2, 1, 3)


def test_weeks_count_each_person_once(shop: Source) -> None:
    tell(shop, visit("again", 2, ("user_id", "regular")))

    weeks = measure(now()).weeks

    assert [week.weeks_ago for week in weeks] == list(reversed(range(WEEKS)))
    expected = {week: sum(week in visits for visits in VISITS.values()) for week in range(WEEKS)}
    assert {week.weeks_ago: week.active for week in weeks} == expected
    firsts = {week: sum(max(visits) == week for visits in VISITS.values()) for week in range(WEEKS)}
    assert {week.weeks_ago: week.new for week in weeks} == firsts


def test_whoever_was_merged_counts_once(shop: Source) -> None:
    done(services.merge_customers(key("user_id/new"), key("user_id/lapsed"), actor="owner"))

    found = measure(now())

    assert (found.new, found.returning, found.lapsed) == (0, 3, 0)


def test_a_colleague_with_their_own_customers_counts_those(shop: Source) -> None:
    mali = User.objects.create_user("mali@shop.example", role=Role.SALES)
    assign([key("user_id/new"), key("user_id/lapsed")], mali.pk, actor="owner")

    found = measure(now(), frozenset({mali.pk}))

    assert (found.new, found.returning, found.lapsed) == (1, 0, 1)


def test_the_page_says_it_in_words(shop: Source, may: Callable[..., Client]) -> None:
    page = may("customers.see").get("/customers/moving/").content.decode()

    assert re.findall(r"<dt>([^<]*)</dt><dd>(\d+)", page) == [
        ("Active in four weeks", "3"),
        ("New", "1"),
        ("Came again", "2"),
        ("Stayed away", "1"),
    ]


def test_an_empty_database_says_so(may: Callable[..., Client]) -> None:
    page = may("customers.see").get("/customers/moving/", headers={"HX-Request": "true"}).content.decode()

    assert "Nobody did anything in the last eight weeks." in page
    assert "<html" not in page
