"""What comes onto the work list and leaves it; leads that nobody answered; and the trend of days."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from regulars.base.fields.masks import WHOLE
from regulars.base.fields.moments import DAY, now
from regulars.base.jobs import work
from regulars.base.jobs.models import WorkItem
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from regulars.unify.customers.owners import assign, owners_of
from regulars.unify.notes.services import add_note
from regulars.unify.quality import following, leads, resolving, review, trends, worklist
from regulars.unify.quality.enums import Work
from regulars.unify.quality.models import Score, Trend
from regulars.unify.quality.overview import overview, trend_chart
from tests.story.scene import Scene, key_of, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

SOM, NOK = ("user_id", "som"), ("user_id", "nok")
PHONE = ("phone", "+66892345671")


@pytest.fixture
def scene(data_folder: Path) -> Iterator[Scene]:
    with Scene() as scene:
        yield scene


def waiting() -> list[tuple[str, str]]:
    return sorted(work.waiting(Work.values).values_list("kind", "about"))


def seller(name: str) -> User:
    return User.objects.create_user(f"{name}@shop.example", name=name, role=Role.SALES)


def test_work_is_opened_once_settles_by_itself_and_opens_again(scene: Scene) -> None:
    scene.identify("Server", SOM, email="som@gamil.con")
    following.follow(5)
    first, again = review.refill(), review.refill()
    opened = waiting()

    scene.identify("Server", SOM, email="som@gmail.com")
    following.follow(5)
    review.refill()
    settled = waiting()
    scene.identify("Server", SOM, email="som@gamil.con")
    following.follow(5)

    assert (first, again) == (2, 0)
    assert opened == [("doubtful", "email:domain_typo"), ("unreachable", "")]
    assert settled == []
    assert review.refill() == 2
    assert waiting() == opened


def test_what_a_colleague_finished_stays_finished(scene: Scene) -> None:
    scene.identify("Server", SOM, email="som@gamil.con")
    following.follow(5)
    review.refill()
    work.finish(list(WorkItem.objects.values_list("pk", flat=True)), "seen", at=now(), actor="owner")

    assert review.refill() == 0
    assert waiting() == []


def test_work_goes_to_who_looks_after_the_customer(scene: Scene) -> None:
    scene.identify("Server", SOM, email="som@gamil.con")
    mali = seller("mali")
    assign([person(*SOM)], mali.pk, actor="owner")
    following.follow(5)

    review.refill()

    assert set(WorkItem.objects.values_list("owner_id", flat=True)) == {mali.pk}


def test_never_more_than_so_many_of_a_kind_wait(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "MOST_OPEN", 2)
    for number in range(4):
        scene.identify("Server", ("user_id", f"u{number}"), name="asdf")
    following.follow(5)
    first = review.refill_kind(Work.DOUBTFUL)
    work.finish(list(WorkItem.objects.values_list("pk", flat=True)), "seen", at=now(), actor="owner")

    assert (first, review.refill_kind(Work.DOUBTFUL), review.refill_kind(Work.DOUBTFUL)) == (2, 2, 0)


def test_a_refused_shared_value_is_work_until_somebody_decides(scene: Scene) -> None:
    som, nok = ("member_card", "C1"), ("member_card", "C2")
    scene.identify("Server", som, PHONE, name="Somchai Jaidee")
    scene.identify("Till", nok, PHONE, name="Nok Wongsa")
    review.refill_kind(Work.SHARED)
    opened = waiting()

    scene.decide("apart", a=key_of(*som), b=key_of(*nok))
    review.refill_kind(Work.SHARED)

    assert opened == [("shared", str(key_of(*PHONE)))]
    assert waiting() == []


def test_two_who_may_be_one_are_both_named_in_the_list(scene: Scene) -> None:
    scene.identify("Server", ("member_card", "C1"), PHONE, name="Somchai Jaidee")
    scene.identify("Till", ("member_card", "C2"), PHONE, name="Nok Wongsa")
    review.refill_kind(Work.SHARED)
    owner = User.objects.create_user("owner@shop.example", role=Role.OWNER)

    (line,) = worklist.page_of(worklist.Asked(kind="shared"), owner).lines

    assert line.row is not None
    assert line.other is not None
    assert {line.row.name, line.other.name} == {"Somchai Jaidee", "Nok Wongsa"}


def test_a_name_is_offered_once_and_not_in_its_parts_too() -> None:
    said = {"first_name": "Som", "last_name": "Jaidee", "name": "Som Jaidee", "honorific": "Dr."}

    assert resolving.in_words(said) == "Dr. · Som Jaidee"
    assert resolving.in_words({"first_name": "Som", "name": "สม ใจดี"}) == "Som · สม ใจดี"


def test_an_erasure_takes_the_work_along(scene: Scene) -> None:
    scene.identify("Server", SOM, email="som@gamil.con")
    following.follow(5)
    review.refill()

    scene.decide("erase", root=person(*SOM))

    assert WorkItem.objects.count() == 0


def owned(scene: Scene, *whose: tuple[str, str], by: User) -> None:
    for one in whose:
        scene.identify("Server", one, name=one[1])
    assign([person(*one) for one in whose], by.pk, actor="owner")


def test_leads_that_nobody_answered_go_back_into_the_queue(scene: Scene) -> None:
    mali = seller("mali")
    owned(scene, SOM, NOK, by=mali)
    add_note(key_of(*NOK), "called", actor=f"user:{mali.pk}")
    leads.set_rule(leads.Rule(days=7), actor="owner")

    early, handed = leads.recycle(), leads.recycle(at=now() + 8 * DAY)

    assert (early, handed) == (0, 1)
    assert owners_of([person(*SOM), person(*NOK)]) == {person(*NOK): mali.pk}
    assert WorkItem.objects.get().owner_id is None
    assert WorkItem.objects.get().kind == Work.LEAD


def test_leads_go_to_the_next_colleague_in_turn(scene: Scene) -> None:
    mali, nid, gone = seller("mali"), seller("nid"), seller("gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    owned(scene, SOM, by=mali)
    leads.set_rule(leads.Rule(7, leads.NEXT, (mali.pk, gone.pk, nid.pk)), actor="owner")

    leads.recycle(at=now() + 8 * DAY)

    assert owners_of([person(*SOM)]) == {person(*SOM): nid.pk}
    assert WorkItem.objects.get().owner_id == nid.pk


def test_who_bought_is_no_lead_and_without_a_rule_nothing_is_taken(scene: Scene) -> None:
    mali = seller("mali")
    owned(scene, SOM, by=mali)
    untouched = leads.recycle(at=now() + 99 * DAY)
    scene.track("Server", "Order Completed", SOM, order_id="1", total=9, currency="THB")
    leads.set_rule(leads.Rule(days=7), actor="owner")

    assert (untouched, leads.recycle(at=now() + 99 * DAY)) == (0, 0)


def test_a_day_is_counted_by_field_and_source(scene: Scene) -> None:
    scene.identify("Server", SOM, email="som@gamil.con", name="Som")
    scene.identify("Till", NOK, email="nok@shop.example", birthday="1990-01-02")
    following.follow(5)

    people = trends.count_day()

    rows = {(row.field, row.source): (row.filled, row.valid, row.fresh) for row in Trend.objects.all()}
    assert people == 2
    assert rows["email", 0] == (2, 1, 2)
    assert rows["email", scene.sources["Server"]] == (1, 0, 1)
    assert rows["email", scene.sources["Till"]] == (1, 1, 1)
    assert rows["birthday", 0] == (1, 1, 1)
    assert Trend.objects.filter(field="").values_list("customers", flat=True).get() == 2


def test_counting_finds_what_was_only_said_again(scene: Scene) -> None:
    scene.identify("Server", SOM, email="som@shop.example")
    following.follow(5)
    scene.clock += 40 * DAY
    scene.identify("Server", SOM, email="som@shop.example")
    nothing_changed = following.follow(5)

    trends.count_day()

    assert nothing_changed == 0
    assert Score.objects.get().email_on == scene.clock // DAY


def test_trend_needs_two_days(scene: Scene) -> None:
    scene.identify("Server", SOM, email="som@shop.example", name="Som")
    following.follow(5)
    trends.count_day()
    one_day = trend_chart()

    for row in list(Trend.objects.all()):
        Trend.objects.create(
            day=row.day - 30, field=row.field, source=row.source, customers=row.customers, filled=row.filled,
            valid=row.valid, fresh=row.fresh, consistent=row.consistent,
        )  # fmt: skip
    chart, found = trend_chart(), overview(WHOLE)

    assert one_day is None
    assert chart is not None
    assert len(chart.rows) == 2
    assert found is not None
    assert found.points == found.before
    assert (found.points.completeness, found.points.validity) == (40.0, 100.0)
