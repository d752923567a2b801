"""Who was erased does not come back by old files, and may come back in person."""

from collections.abc import Iterator

import msgspec
import pytest

from regulars.protect.privacy.models import Suppression
from regulars.unify.customers.models import Golden, Record
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Refusal
from regulars.unify.identity.models import Decision, Identifier
from tests.story.scene import MINUTE, Scene, key_of, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

EMAIL, PHONE = "som@example.com", "+66861112233"


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    """Som is known to the server, by account, e-mail and phone."""
    with Scene() as scene:
        scene.identify("Server", ("user_id", "som"), email=EMAIL, phone=PHONE, name="Som")
        yield scene


def erase(scene: Scene) -> int:
    """Erase Som; the moment of the erasure."""
    scene.decide("erase", root=person("user_id", "som"))
    return scene.clock


def imported(scene: Scene, *identifiers: tuple[str, str], occurred_at: int, batch: int = 5, **traits: str) -> str:
    """A row of a list that states something as of a moment; why it was refused, or "filed"."""
    scene.tick()
    refused = Refusal.objects.count()
    fact = scene.fact(Kind.IDENTIFY, identifiers, traits=traits, occurred_at=occurred_at, row=scene.clock)
    scene.say("List", fact, batch=batch)
    if Refusal.objects.count() == refused:
        return "filed"
    return Refusal.objects.order_by("-position")[0].code


def named() -> set[tuple[str, str]]:
    return set(Identifier.objects.values_list("type", "value"))


def traits_of(key: int) -> dict[str, object]:
    """All that records say of a key."""
    return {
        name: said[0]
        for row in Record.objects.filter(key=key)
        for name, said in msgspec.json.decode(row.traits).items()
    }


def test_import_of_an_erased_person_is_refused_and_counted(scene: Scene) -> None:
    erased_at = erase(scene)

    verdicts = [imported(scene, ("email", EMAIL), occurred_at=at, name="Som") for at in (erased_at, erased_at + MINUTE)]

    assert verdicts == ["suppressed", "suppressed"]
    assert named() == set()
    assert (
        list(Refusal.objects.values_list("source", "batch", "code")) == [(scene.sources["List"], 5, "suppressed")] * 2
    )


def test_late_live_fact_from_before_the_erasure_is_refused(scene: Scene) -> None:
    erased_at = erase(scene)

    late = scene.fact(Kind.TRACK, [("user_id", "som")], event="Order Completed", occurred_at=erased_at)
    scene.say("Server", late)

    assert Refusal.objects.get().code == "suppressed"
    assert named() == set()


def test_weaker_identifier_is_taken_away_with_equal_traits(scene: Scene) -> None:
    erased_at = erase(scene)

    verdict = imported(
        scene, ("member_card", "C-9"), occurred_at=erased_at, email=EMAIL, phone=PHONE, city="Trang", other=EMAIL
    )

    assert verdict == "filed"
    assert named() == {("member_card", "C9")}
    assert traits_of(key_of("member_card", "C9")) == {"city": "Trang"}


def test_live_fact_after_the_erasure_begins_a_new_person(scene: Scene) -> None:
    before = key_of("user_id", "som")
    erase(scene)

    scene.identify("Server", ("user_id", "som"), email=EMAIL)

    assert key_of("user_id", "som") > before
    assert msgspec.json.decode(Golden.objects.get().traits).keys() == {"email"}


def test_older_import_stays_refused_after_the_return_and_a_later_one_passes(scene: Scene) -> None:
    erased_at = erase(scene)
    scene.clock += 10 * MINUTE
    scene.identify("Server", ("user_id", "som"), email=EMAIL)
    returned_at = scene.clock

    verdicts = [
        imported(scene, ("email", EMAIL), occurred_at=at, city="Trang")
        for at in (erased_at - MINUTE, erased_at + MINUTE, returned_at - 1, returned_at, returned_at + MINUTE)
    ]

    assert verdicts == ["suppressed", "suppressed", "suppressed", "filed", "filed"]
    assert person("email", EMAIL) == person("user_id", "som")


def test_return_lifts_only_the_identifiers_it_names(scene: Scene) -> None:
    erased_at = erase(scene)

    scene.identify("Server", ("user_id", "som"))

    assert imported(scene, ("email", EMAIL), occurred_at=erased_at + 9 * MINUTE) == "suppressed"
    assert Suppression.objects.filter(lifted_at=None).count() == 2


def test_claim_of_a_browser_lifts_no_suppression(scene: Scene) -> None:
    erase(scene)

    scene.identify("Web", ("anonymous_id", "stranger"), ("email", EMAIL))

    assert imported(scene, ("email", EMAIL), occurred_at=scene.clock, name="Som") == "suppressed"


def test_second_erasure_holds_again(scene: Scene) -> None:
    erase(scene)
    scene.identify("Server", ("user_id", "som"), email=EMAIL, phone=PHONE)
    erased_again_at = erase(scene)

    assert imported(scene, ("email", EMAIL), occurred_at=erased_again_at) == "suppressed"
    assert named() == set()


def test_erasure_cannot_be_reversed(scene: Scene) -> None:
    erase(scene)

    scene.decide("reverse", position=Decision.objects.get().position)

    assert Refusal.objects.get().code == "nothing_to_reverse"
    assert named() == set()


def test_shared_phone_is_only_detached(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "mother"), phone=PHONE, name="Malee")
    mother = key_of("user_id", "mother")
    erased_at = erase(scene)

    assert named() == {("user_id", "mother"), ("phone", PHONE)}
    assert person("phone", PHONE) == person("user_id", "mother")
    assert traits_of(mother) == {"name": "Malee", "phone": PHONE}
    assert imported(scene, ("phone", PHONE), occurred_at=erased_at, city="Trang") == "filed"


def test_undone_import_that_named_the_phone_still_protects_it(scene: Scene) -> None:
    imported(scene, ("member_card", "C-9"), occurred_at=scene.clock, phone=PHONE, name="Malee")
    scene.decide("withdraw", batch=5)

    erase(scene)

    assert named() == {("member_card", "C9"), ("phone", PHONE)}


def test_old_owner_of_a_recycled_number_is_erased_without_the_new_one(scene: Scene) -> None:
    scene.decide("end", key=key_of("phone", PHONE), at=scene.clock)
    ended_at = scene.clock
    scene.identify("Server", ("user_id", "nok"), phone=PHONE, name="Nok")

    erase(scene)

    assert named() == {("user_id", "nok"), ("phone", PHONE)}
    assert imported(scene, ("phone", PHONE), occurred_at=ended_at - 10 * MINUTE) == "suppressed"
    assert imported(scene, ("phone", PHONE), occurred_at=ended_at + 10 * MINUTE) == "filed"


def test_profile_of_somebody_who_claimed_it_loses_what_was_erased(scene: Scene) -> None:
    claim = scene.fact(Kind.IDENTIFY, [("anonymous_id", "other"), ("user_id", "som")], traits={"email": EMAIL})
    scene.say("Web", claim)
    other = key_of("anonymous_id", "other")
    scene.decide("withdraw", a=other, b=key_of("user_id", "som"), source=scene.sources["Web"], batch=0)
    claimed = Golden.objects.get(root=other).traits

    erase(scene)

    assert EMAIL in claimed
    assert [row.traits for row in Golden.objects.filter(root=other) if EMAIL in row.traits] == []
