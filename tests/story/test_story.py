"""What story.md tells happens: after each step exactly the tables that it shows have changed, to what it shows."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from regulars.unify.facts.models import InboxRow, Taken
from tests.story.scene import Scene, key_of, moment, person
from tests.story.tables import Tables, Writing, told

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

TOLD = Path(__file__).with_name("story.md")
BLOCK = re.compile(r"```text\n.*?```", re.DOTALL)

MEI = {"email": "Mei@Example.com", "phone": "+66 81 234 5678", "name": "林美玲"}


def anonymous_visit(scene: Scene) -> None:
    visit = scene.fact(
        "page",
        [("anonymous_id", "visitor-1")],
        event="Home",
        properties={"path": "/"},
        context={"ip": "198.51.100.7", "page": {"title": "ร้านของเรา"}},
    )
    scene.say("Web", visit)


def signup(scene: Scene) -> None:
    scene.identify(
        "Server",
        ("user_id", "mei"),
        ("anonymous_id", "visitor-1"),
        email="Mei@Example.com",
        name="Lin Meiling",
        birthday="1990-05-12",
    )


def till_order(scene: Scene) -> None:
    scene.track(
        "Till",
        "Order Completed",
        ("phone", "๐๘๑ ๒๓๔ ๕๖๗๘"),
        ("member_card", "C-100"),
        order_id="R-1",
        currency="THB",
        total=120.50,
        products=[{"product_id": "tea", "quantity": 2, "price": 60.25}],
    )


def imported_list(scene: Scene) -> None:
    scene.tick()
    scene.say(
        "List",
        scene.fact("identify", traits=MEI | {"city": "成都"}, message_id="row-1", row=1),
        scene.fact("identify", traits={"name": "无名"}, message_id="row-2", row=2),
        batch=1,
    )


def second_person_with_the_phone(scene: Scene) -> None:
    scene.identify("Server", ("line", "chai"), ("phone", "0812345678"), name="Somchai Jaidee")


def colleagues_edit(scene: Scene) -> None:
    scene.identify("Colleagues", ("user_id", "mei"), name="Lin Mei-Ling", city="เชียงใหม่")


def undo_of_the_list(scene: Scene) -> None:
    scene.decide("withdraw", batch=1)


def keep_apart(scene: Scene) -> None:
    scene.decide("apart", a=key_of("member_card", "C100"), b=key_of("line", "chai"))


def join(scene: Scene) -> None:
    scene.decide("join", a=key_of("user_id", "mei"), b=key_of("member_card", "C100"))


def erase_one(scene: Scene) -> None:
    scene.decide("erase", root=person("user_id", "mei"))


def the_lake_forgets(scene: Scene) -> None:
    while scene.road.upkeep.forget():
        pass


def list_again(scene: Scene) -> None:
    scene.tick()
    said_before = moment("2026-03-01 09:03")
    scene.say(
        "List",
        scene.fact("identify", traits=MEI, message_id="row-1b", row=1, occurred_at=said_before),
        scene.fact("identify", traits={"name": "无名"}, message_id="row-2", row=2, occurred_at=said_before),
        batch=2,
    )


def the_erased_one_returns(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "mei"), ("anonymous_id", "visitor-2"), email="mei@example.com", name="美玲")


def the_number_changes_hands(scene: Scene) -> None:
    scene.decide("end", key=key_of("phone", "+66812345678"), at=moment("2026-03-01 12:00"))


def the_new_owner(scene: Scene) -> None:
    scene.clock = moment("2026-03-02 09:00")
    scene.identify("Server", ("line", "nok"), ("phone", "081-234-5678"), name="นก ใจดี")


STEPS: list[Callable[[Scene], None]] = [
    anonymous_visit,
    signup,
    till_order,
    imported_list,
    second_person_with_the_phone,
    colleagues_edit,
    undo_of_the_list,
    keep_apart,
    join,
    erase_one,
    the_lake_forgets,
    list_again,
    the_erased_one_returns,
    the_number_changes_hands,
    the_new_owner,
]


def test_story_happens_as_it_is_told(tmp_path: Path) -> None:
    blocks = []

    with Scene() as scene:
        writing, before = Writing(), Tables()
        for step in STEPS:
            step(scene)
            writing.know(["row-1", "row-1b", "row-2", *(f"m{number}" for number in range(99))])
            after = writing.tables()
            blocks.append("```text\n" + "\n".join(told(before, after)) + "\n```")
            before = after
            assert not InboxRow.objects.exists()
            assert not Taken.objects.exists()

    story = TOLD.read_text()
    happened = iter(blocks)
    assert len(BLOCK.findall(story)) == len(STEPS)
    assert BLOCK.sub(lambda _: next(happened), story) == story
