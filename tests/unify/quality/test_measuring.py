"""What is found about real people on a real road: scores, findings, what follows changes, and what erasing leaves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regulars.base.fields.moments import DAY
from regulars.unify.customers import changes
from regulars.unify.identity.models import Identifier
from regulars.unify.quality import following
from regulars.unify.quality.measures import BIT, Points, ScoreRow, names_in, points
from regulars.unify.quality.models import Finding, Score, Upheld
from regulars.unify.quality.upholding import uphold
from tests.story.scene import Scene, key_of, moment, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

SOM, NOK = ("user_id", "som"), ("user_id", "nok")
MAIL = ("email", "som@shop.example")


@pytest.fixture
def scene(data_folder: Path) -> Iterator[Scene]:
    with Scene() as scene:
        yield scene


def found() -> list[tuple[str, str, bool]]:
    """Field, code and whether it stands, of everybody."""
    return sorted(Finding.objects.values_list("field", "code", "stands"))


def score(root: int) -> Score:
    return Score.objects.get(root=root)


def fields_of(root: int, column: str) -> set[str]:
    return set(names_in(getattr(score(root), column)))


def every_row() -> list[Any]:
    """All that is stored, to compare."""
    return [sorted(model.objects.values_list()) for model in (Finding, Score)]


def test_doubtful_values_are_found_with_their_source_and_whether_they_stand(scene: Scene) -> None:
    scene.identify("Server", SOM, email="som@gamil.con", first_name="asdf", city="Bangkok")
    scene.identify("List", SOM, batch=7, row=3, first_name="ทดสอบ", phone="+66 89 234 5671")

    following.follow(5)

    assert found() == [("email", "domain_typo", True), ("first_name", "stand_in_name", False),
                       ("first_name", "stand_in_name", True)]  # fmt: skip
    assert Finding.objects.get(stands=False).batch == 7
    assert fields_of(person(*SOM), "doubtful") == {"email", "first_name"}
    assert score(person(*SOM)).is_reachable


def test_special_values_are_opened_to_be_checked_and_no_value_is_kept(scene: Scene) -> None:
    scene.identify("Server", SOM, birthday="2069-05-06")

    following.follow(5)

    assert found() == [("birthday", "in_the_future", True)]
    assert "2069" not in str(every_row())


def test_only_who_changed_is_measured_again(scene: Scene) -> None:
    scene.identify("Server", SOM, name="Som")
    scene.identify("Server", NOK, name="Nok")
    following.follow(5)
    scene.identify("Server", NOK, name="qwertyui")

    measured = following.follow(5)

    assert measured == 1
    assert found() == [("name", "keyboard_run", True)]
    assert following.follow(5) == 0
    assert changes.passed(following.NAME) > 0


def test_following_gives_what_building_anew_gives(scene: Scene) -> None:
    following.follow(5)
    scene.identify("Server", SOM, MAIL, name="Som", birthday="1990-01-02")
    following.follow(5)
    scene.identify("List", NOK, MAIL, batch=4, row=1, name="Nok Test2", birthday="2090-01-02")
    following.follow(5)
    scene.decide("apart", a=key_of(*SOM), b=key_of(*NOK))
    following.follow(5)
    followed = every_row()

    rebuilt = following.rebuild()

    assert rebuilt == len(followed[1])
    assert every_row() == followed


def test_two_trusted_sources_that_differ_over_what_lasts_are_at_odds_until_a_colleague_settles(scene: Scene) -> None:
    scene.identify("Server", SOM, name="Somchai Jaidee", birthday="1990-01-02", city="Bangkok")
    scene.identify("Till", SOM, name="สมชาย ใจดี", birthday="1991-01-02", city="Chiang Mai")
    following.follow(5)
    before = fields_of(person(*SOM), "differing")

    scene.identify("Colleagues", SOM, birthday="1990-01-02")
    following.follow(5)

    assert before == {"birthday"}
    assert fields_of(person(*SOM), "differing") == set()


def test_an_address_is_at_odds_where_a_newer_one_lost_to_a_better_source(scene: Scene) -> None:
    scene.identify("Server", SOM, city="Bangkok", street="1 Silom")
    scene.identify("List", SOM, batch=3, row=1, city="Chiang Mai", street="2 Nimman")

    following.follow(5)

    assert fields_of(person(*SOM), "differing") == {"city", "street"}


def test_public_sources_are_never_at_odds_with_anybody(scene: Scene) -> None:
    scene.identify("Server", SOM, birthday="1990-01-02")
    scene.identify("Web", ("anonymous_id", "a-1"), SOM, birthday="1991-01-02")

    following.follow(5)

    assert fields_of(person(*SOM), "differing") == set()


def test_a_value_that_any_trusted_source_says_again_is_fresh_again(scene: Scene) -> None:
    scene.identify("Server", SOM, email="som@shop.example")
    scene.clock = moment("2027-06-01 09:00")
    scene.identify("Till", SOM, email="som@shop.example")

    following.follow(5)

    assert score(person(*SOM)).email_on == moment("2027-06-01 00:00") // DAY


def test_a_confirmed_value_is_verified_survives_a_merge_and_can_be_taken_back(scene: Scene) -> None:
    scene.identify("Server", SOM, MAIL, email=MAIL[1])
    scene.identify("Server", NOK, name="Nok")
    following.follow(5)
    scene.clock = moment("2026-08-01 09:00")

    position = scene.decide("verify", key=key_of(*MAIL), at=scene.clock, reason="email_code")
    scene.decide("join", a=key_of(*SOM), b=key_of(*NOK))
    following.follow(5)
    verified = (fields_of(person(*SOM), "verified"), score(person(*SOM)).email_on)
    scene.decide("reverse", position=position)
    following.follow(5)

    assert verified == ({"email"}, moment("2026-08-01 00:00") // DAY)
    assert fields_of(person(*SOM), "verified") == set()
    assert Identifier.objects.get(key=key_of(*MAIL)).verified_at is None


def test_a_disputed_value_is_doubtful_and_no_way_to_reach_anybody(scene: Scene) -> None:
    scene.identify("Server", SOM, MAIL, email=MAIL[1])
    scene.decide("verify", key=key_of(*MAIL), at=scene.clock, reason="call")

    scene.decide("dispute", key=key_of(*MAIL), at=scene.clock, reason="call")
    following.follow(5)

    assert found() == [("email", "said_wrong", True)]
    assert not score(person(*SOM)).is_reachable
    assert Identifier.objects.get(key=key_of(*MAIL)).verified_at is None


def test_an_erasure_leaves_nothing(scene: Scene) -> None:
    scene.identify("Server", SOM, email="som@gamil.con")
    scene.identify("Server", NOK, email="nok@gamil.con")
    following.follow(5)
    for who in (SOM, NOK):
        uphold(person(*who), {"email": "som@gamil.con"}, "owner")

    scene.decide("erase", root=person(*SOM))

    assert list(Finding.objects.values_list("root", flat=True)) == [person(*NOK)]
    assert list(Score.objects.values_list("root", flat=True)) == [person(*NOK)]
    assert list(Upheld.objects.values_list("key", flat=True)) == [person(*NOK)]


def test_groups_are_not_measured(scene: Scene) -> None:
    scene.tick()
    scene.say("Server", scene.fact("group", [SOM], group="acme", group_kind="company", traits={"name": "Acme Ltd"}))

    following.follow(5)

    assert found() == []


def test_points_are_shares_and_freshness_halves_with_time() -> None:
    filled = BIT["name"] | BIT["email"] | BIT["phone"] | BIT["city"]
    row = ScoreRow(1, filled, BIT["email"], BIT["name"], 0, 10_000, 10_730, None, None, True)

    found = points(row, 10_730)

    assert found == Points(completeness=60, validity=75, freshness=75, consistency=75)
    assert points(ScoreRow(1, 0, 0, 0, 0, None, None, None, None, False), 1) == Points(0, None, None, None)
