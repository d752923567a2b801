"""After an erasure no byte of the person is left, wherever it stood, and however it was spelled there."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from regulars.base.audit.services import record
from regulars.base.fields.masks import EVERYTHING
from regulars.collect.sources.queries import arrivals
from regulars.collect.sources.services import save_plan
from regulars.protect.privacy.models import Erasure
from regulars.protect.privacy.services import finish_erasures
from regulars.unify.customers import search
from regulars.unify.customers.search import index
from regulars.unify.customers.search.enums import Field, Form
from regulars.unify.customers.search.expression import any_of
from regulars.unify.customers.search.terms import near
from regulars.unify.customers.search.words import Word, read
from regulars.unify.facts import sql
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Rejected
from tests.protect.privacy.bytes import found
from tests.story.scene import Scene, key_of, person
from tests.unify.customers.search.sample import terms_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

EMAIL, SECOND_EMAIL, PHONE = "somchai.jaidee@example.com", "chai.work@example.org", "+66861112233"
LOCAL_PHONE = "086 111 2233"
NAMES = ["สมชายผู้ถูกลืม", "林被遗忘", "فراموش‌شده", "Somchai Forgotten"]
IDS = ["user-somchai-77", "CARD7788990", "line-somchai-55", "visitor-somchai-1", "visitor-somchai-2"]
WORDS = ["99/7 Soi Forgotten", "1971-11-30", "ชาเขียวลับ"]
PERSON = [EMAIL, SECOND_EMAIL, PHONE, LOCAL_PHONE, *NAMES, *IDS, *WORDS]
USER, CARD, LINE, VISITOR, SECOND_VISITOR = IDS


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    search.clear()  # of tests before, whose tables were emptied without a word to the index
    search.merge()
    with Scene() as scene:
        yield scene


def live(scene: Scene) -> None:
    """A person who is merged twice, and speaks in every way that there is."""
    page = {"page": {"url": f"https://shop.example/?q={EMAIL}", "title": WORDS[2]}, "traits": {"email": EMAIL}}
    visit = scene.fact(Kind.PAGE, [("anonymous_id", VISITOR)], event="Home", properties={"q": WORDS[2]}, context=page)
    scene.say("Web", visit)
    scene.identify(
        "Server",
        ("user_id", USER),
        ("anonymous_id", VISITOR),
        email=EMAIL.upper(),
        name=NAMES[0],
        birthday=WORDS[1],
        address={"street": WORDS[0]},
    )
    bought: dict[str, Any] = {
        "order_id": "R-1",
        "total": 10,
        "products": [{"product_id": "p", "name": WORDS[2]}],
        "note": NAMES[3],
    }
    scene.track("Till", "Order Completed", ("member_card", CARD), ("phone", LOCAL_PHONE), **bought)
    scene.identify("Server", ("line", LINE), ("email", SECOND_EMAIL), name=NAMES[2])
    scene.identify("List", ("email", EMAIL), batch=1, row=1, name=NAMES[1])
    scene.identify("Web", ("anonymous_id", SECOND_VISITOR), ("email", EMAIL), name=NAMES[3])
    scene.identify("Colleagues", ("user_id", USER), nickname=NAMES[3])
    scene.say("Server", scene.fact(Kind.GROUP, [("user_id", USER)], group="office", group_kind="company"))
    scene.decide("join", a=key_of("user_id", USER), b=key_of("member_card", CARD))
    scene.decide("join", a=key_of("user_id", USER), b=key_of("line", LINE))


def neighbour(scene: Scene) -> None:
    """Somebody else, who stays."""
    scene.identify("Server", ("user_id", "stays"), email="stays@example.com", name="Somebody Else")
    scene.track("Till", "Order Completed", ("email", "stays@example.com"), order_id="R-2", total=7)


def erase(scene: Scene) -> None:
    if connection.vendor == "postgresql":
        sql.run("ANALYZE")  # as autovacuum does: the planner's statistics hold values too
    scene.decide("erase", root=person("user_id", USER))


def sweep(scene: Scene) -> None:
    """What the worker does in its turns, and the nightly job."""
    while scene.road.upkeep.forget():
        pass
    scene.road.upkeep.vacuum(timedelta(0))
    finish_erasures()


def test_hunt_finds_what_is_there(scene: Scene) -> None:
    live(scene)

    assert {value for _, value in found(PERSON)} == set(PERSON)


def test_no_byte_is_left_of_a_person_who_was_merged_twice(scene: Scene) -> None:
    neighbour(scene)
    live(scene)

    erase(scene)
    sweep(scene)

    assert found(PERSON) == set()
    assert Erasure.objects.get().finished_at is not None
    assert {value for _, value in found(["stays@example.com"])} == {"stays@example.com"}


def test_no_byte_is_left_of_an_import_and_facts_that_waited(scene: Scene) -> None:
    live(scene)
    late = [("user_id", USER), ("anonymous_id", "visitor-somchai-3")]
    scene.hand_in("Server", scene.fact(Kind.IDENTIFY, late, traits={"name": "Somchai Waiting"}))
    scene.hand_in("List", scene.fact(Kind.IDENTIFY, [("email", EMAIL)], traits={"name": "林等待"}, row=9), batch=2)
    waiting = scene.fact(Kind.TRACK, [("member_card", CARD)], event="Tea Drunk", properties={"tea": "oolong-waiting"})
    scene.hand_in("Till", waiting)

    erase(scene)
    sweep(scene)

    assert found([*PERSON, "Somchai Waiting", "林等待", "oolong-waiting"]) == set()


def test_no_byte_is_left_in_what_a_door_rejected(scene: Scene) -> None:
    live(scene)
    bodies = [
        f'{{"userId": "{USER}", "event": ""}}',
        f'{{"traits": {{"email": "{EMAIL.title()}"}}}}',
        f'{{"traits": {{"phone": "{LOCAL_PHONE}"}}}}',
        f'{{"url": "/?mail={EMAIL.replace("@", "%40")}"}}',
    ]
    for body in bodies:
        Rejected.objects.create(rejected_at=scene.clock, source=1, code="no_event", message="no event", body=body)
    kept = Rejected.objects.create(
        rejected_at=scene.clock, source=1, code="no_event", message="", body='{"a": "stays"}'
    )

    erase(scene)
    sweep(scene)

    assert found(PERSON) == set()
    assert list(Rejected.objects.values_list("pk")) == [(kept.pk,)]


def test_no_byte_is_left_in_free_text_of_the_audit_trail(scene: Scene) -> None:
    live(scene)
    for text in (f"search {EMAIL}", f"search {EMAIL.upper()}", f"call {PHONE}"):
        record("customer.search", actor="owner", text=text)
    keys = [key_of("line", LINE)]
    about = record("customer.edit", actor="owner", object_type="customer", keys=keys, text=f"is called {NAMES[1]}")

    erase(scene)
    sweep(scene)

    assert found(PERSON) == set()
    assert about.text_hash is not None


def test_no_byte_is_left_in_the_message_ids_of_refusals(scene: Scene) -> None:
    live(scene)
    for name in ("one", "two"):
        signup = scene.fact(Kind.IDENTIFY, [("user_id", USER)], traits={"name": name}, message_id=f"signup {EMAIL}")
        scene.say("Server", signup)
    assert sql.run("SELECT code FROM refusal") == [("conflict",)]

    erase(scene)
    sweep(scene)

    assert found(PERSON) == set()


def test_no_byte_is_left_in_the_newest_arrivals_of_a_source(scene: Scene) -> None:
    neighbour(scene)
    live(scene)
    plan = {"events": {}, "other_events": False, "blocking": {"events": True}}
    save_plan(scene.sources["Till"], plan, actor="owner", from_at=scene.clock)
    scene.track("Till", "Gift", ("member_card", CARD), to=EMAIL, note=NAMES[0])
    scene.track("Till", f"Mail to {EMAIL}", ("email", "stays@example.com"), to=PHONE, **{SECOND_EMAIL: 1})
    twice = scene.fact(Kind.TRACK, [("user_id", USER)], event="Tea", message_id=f"tea {EMAIL}", properties={"a": WORDS})
    scene.say("Server", twice)
    scene.say("Server", twice)
    shown = {arrival.event for name in ("Till", "Server") for arrival in arrivals(scene.sources[name])}
    assert shown >= {"Gift", "Tea", "•••"}

    heard = scene.fact(Kind.TRACK, [("user_id", USER)], event="Heard", properties={"note": WORDS[0]})
    scene.hand_in("Server", heard)
    scene.road.turn()
    erase(scene)
    sweep(scene)

    assert found(PERSON) == set()


def test_no_byte_is_left_in_what_a_stranger_claimed(scene: Scene) -> None:
    neighbour(scene)
    live(scene)
    scene.identify("Web", ("anonymous_id", "stranger"), ("user_id", "stays"))
    scene.identify("Web", ("anonymous_id", "stranger"), email=EMAIL)

    erase(scene)
    sweep(scene)

    assert found(PERSON) == set()


def test_no_byte_is_left_in_the_lake_of_an_import_whose_weaker_identifier_is_refused(scene: Scene) -> None:
    neighbour(scene)
    live(scene)
    before = scene.clock
    erase(scene)

    said = {"note": f"gift for {EMAIL}", "gift": SECOND_EMAIL}
    identifiers = [("user_id", "stays"), ("email", EMAIL), ("email", SECOND_EMAIL)]
    gift = scene.fact(Kind.TRACK, identifiers, event="Gift", properties=said, occurred_at=before)
    scene.say("List", gift, batch=3)
    sweep(scene)

    assert found(PERSON) == set()


def indexed(scene: Scene) -> list[Word]:
    """What the index has of the person."""
    return read(index.stored([person("user_id", USER)])[person("user_id", USER)].words)


def in_index(words: list[Word]) -> list[str]:
    """Whole values as they stand in the index; beginnings are written there without what they share."""
    shared = {Field.KEY, Field.COMPANY}
    return [near(word.text) for word in words if word.form == Form.WHOLE and word.field not in shared]


def test_hunt_finds_what_is_in_the_index(scene: Scene) -> None:
    live(scene)

    words = indexed(scene)

    # Sqlite writes a term without what it shares with the one before.
    assert {"somchai.jaidee@example.com", "user-somchai-77", "0861112233"} <= set(in_index(words))
    assert {value for _, value in found(["user-somchai-77", "card7788990", "somchai_forgotten"])}


def test_no_byte_is_left_in_the_search_index(scene: Scene) -> None:
    neighbour(scene)
    live(scene)
    words = indexed(scene)
    assert search.search(EMAIL, sight=EVERYTHING) != []

    erase(scene)

    assert search.search(EMAIL, sight=EVERYTHING) == []
    assert index.roots_with(any_of(*(terms_of(words) - terms_of(indexed_of_neighbour())))) == []

    sweep(scene)

    assert found([*PERSON, *in_index(words)]) == set()
    assert segments() in {None, 1}
    assert len(search.search("stays@example.com", sight=EVERYTHING)) == 1


def indexed_of_neighbour() -> list[Word]:
    (hit,) = search.search("stays@example.com", sight=EVERYTHING)
    return read(index.stored([hit.root])[hit.root].words)


def segments() -> int | None:
    """Of how many segments SQLite's index is: with one, nothing that was taken out is left in it."""
    if connection.vendor == "postgresql":
        return None
    return len(sql.run("SELECT DISTINCT segid FROM search_index_idx"))
