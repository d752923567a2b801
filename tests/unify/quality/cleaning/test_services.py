"""Values are merged over everybody in one step, which can be taken back, and kept as a rule of the doors."""

from pathlib import Path

import pytest

from regulars.base.fields.masks import EVERYTHING
from regulars.base.jobs.worker import run_waiting
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.unify.customers.queries import customer
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Source
from regulars.unify.quality.cleaning import services
from regulars.unify.quality.cleaning.facets import cleanable, field_to_clean, values_of
from regulars.unify.quality.errors import (
    NotCleanable,
    NothingChosen,
    QualityError,
    StepUnknown,
    TooManyValues,
    ValueTooLong,
)
from regulars.unify.quality.models import CleaningStep
from tests.unify.telling import drain, key, said, source, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

CITIES = {"u1": "Bangkok", "u2": "bkk", "u3": "BKK", "u4": "Chiang Mai"}


@pytest.fixture
def server(data_folder: Path) -> Source:
    found = source(SourceKind.SERVER)
    tell(found, *(said(Kind.IDENTIFY, who, ("user_id", who), city=city) for who, city in CITIES.items()))
    return found


@pytest.fixture
def owner(server: Source) -> User:
    return User.objects.create_user("owner@shop.example", role=Role.OWNER)


def city(who: str) -> str:
    return str(customer(key(who), sight=EVERYTHING).traits.get("city", ""))


def merged(owner: User, *values: str, keep: bool = False) -> CleaningStep:
    step = services.merge_values("city", values, "Bangkok", keep=keep, user=owner)
    run_waiting()
    drain()
    step.refresh_from_db()
    return step


def test_values_are_counted_over_everybody(server: Source) -> None:
    field = field_to_clean("city", EVERYTHING.mask)

    assert values_of(field) == {"BKK": 1, "Bangkok": 1, "Chiang Mai": 1, "bkk": 1}
    assert values_of(field, "bkk") == {"BKK": 1, "bkk": 1}


def test_a_step_changes_everybody_and_is_taken_back_exactly(owner: User) -> None:
    before = {who: city(who) for who in CITIES}

    step = merged(owner, "bkk", "BKK")
    after = {who: city(who) for who in CITIES}
    services.undo(step.pk, actor="owner")
    drain()

    assert (step.changed, after) == (2, before | {"u2": "Bangkok", "u3": "Bangkok"})
    assert {who: city(who) for who in CITIES} == before
    with pytest.raises(StepUnknown):
        services.undo(step.pk, actor="owner")


def test_what_is_said_later_wins_over_a_merger(owner: User, server: Source) -> None:
    merged(owner, "bkk")

    tell(server, said(Kind.IDENTIFY, "moved", ("user_id", "u2"), ago=-1, city="Phuket"))

    assert city("u2") == "Phuket"


def test_a_rule_holds_at_the_doors_until_it_ends(owner: User, server: Source) -> None:
    step = merged(owner, "bkk", keep=True)

    tell(server, said(Kind.IDENTIFY, "new", ("user_id", "u8"), city="Bkk"))
    services.end_rule(step.pk, actor="owner")
    tell(server, said(Kind.IDENTIFY, "newer", ("user_id", "u9"), city="Bkk"))

    assert (city("u8"), city("u9"), city("u2")) == ("Bangkok", "Bkk", "Bangkok")


def test_a_list_keeps_its_other_values_and_no_doubles(owner: User, server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "likes", ("user_id", "u1"), ago=60, interests=["Tea", "teas", "Coffee"]))

    services.merge_values("interests", ["teas"], "Tea", keep=False, user=owner)
    run_waiting()
    drain()

    assert customer(key("u1"), sight=EVERYTHING).traits["interests"] == ["Tea", "Coffee"]


def test_names_and_masked_fields_are_not_merged(owner: User) -> None:
    viewer = User.objects.create_user("viewer@shop.example", role=Role.VIEWER)

    for user, field in ((owner, "first_name"), (owner, "no such field"), (viewer, "income")):
        with pytest.raises(NotCleanable):
            services.merge_values(field, ["a"], "b", keep=False, user=user)
    assert "income" not in {field.name for field in cleanable(viewer.sight.mask)}


def test_whoever_sees_some_customers_only_changes_none(owner: User) -> None:
    owner.reach = Reach.OWN

    with pytest.raises(NotCleanable):
        services.merge_values("city", ["bkk"], "Bangkok", keep=False, user=owner)


@pytest.mark.parametrize(("values", "into"), [((), "Bangkok"), (("bkk",), " "), (("bkk",), "bkk")])
def test_nothing_to_do_is_said(owner: User, values: tuple[str, ...], into: str) -> None:
    with pytest.raises(NothingChosen):
        services.merge_values("city", values, into, keep=False, user=owner)


def test_the_work_can_be_done_again(owner: User) -> None:
    step = merged(owner, "bkk")

    again = services.hand_in(step, field_to_clean("city", EVERYTHING.mask), [key("u2")])
    drain()

    assert (again, city("u2")) == (0, "Bangkok")


@pytest.mark.parametrize(
    ("values", "into", "refused"),
    [([str(number) for number in range(501)], "Bangkok", TooManyValues), (["bkk"], "B" * 501, ValueTooLong)],
)
def test_what_is_too_much_for_a_step_is_refused_with_a_sentence(
    owner: User, values: list[str], into: str, refused: type[QualityError]
) -> None:
    with pytest.raises(refused, match=r"at most 500|At most 500"):
        services.merge_values("city", values, into, keep=False, user=owner)

    assert not CleaningStep.objects.exists()


def test_a_step_takes_as_many_values_as_it_says(owner: User) -> None:
    step = services.merge_values("city", [str(number) for number in range(500)], "B" * 500, keep=False, user=owner)

    assert (len(step.values), len(step.into)) == (500, 500)
