"""Thai, Chinese and Persian text and digits come through every step as they were written: door, inbox, record, golden
record, lake and engine; what harms is cleaned, and what cannot be stored is replaced and said."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest

from regulars.collect.api.asgi import Intake
from regulars.unify.customers.models import Golden, Record
from regulars.unify.facts.fact import decode_facts
from regulars.unify.facts.lake import lake
from regulars.unify.facts.models import InboxRow, Rejected
from regulars.unify.identity.models import Identifier
from regulars.unify.orders.models import Order
from tests.story.scene import Scene, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

TEXTS = {
    "thai": "สมหญิง เก่งกว่าน้ำใจ ๑๒๓๔๕๖๗๘๙๐",
    "chinese": "歐陽娜娜 𠮷野家 〇一二三",
    "persian": "می‌خواهم آقای ژاله‌ای ۱۲۳۴۵۶۷۸۹۰",
    "arabic digits": "٠١٢٣٤٥٦٧٨٩",
    "emoji": "👩🏽‍🚀 👨‍👩‍👧‍👦 🇹🇭 ❤️",
    "mixed": "Zoë “โซอี้” 佐伊 زوئی",
    "quotes": "\"'\\ \t %s {given} %(x)s </script>\n--",
}


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    with Scene() as scene:
        yield scene


def post(body: bytes, source: str = "Server") -> int:
    """A batch through the door; the status."""

    async def call() -> int:
        intake = Intake()
        await intake.startup()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(intake), base_url="http://test") as client:  # type: ignore[arg-type]
            answer = await client.post("/v1/batch", content=body, auth=(f"key-of-{source}", ""))
        await intake.shutdown()
        return answer.status_code

    return asyncio.run(call())


def batch(text: str, *, is_escaped: bool) -> bytes:
    """Somebody whose every value is this text."""
    identify = {
        "type": "identify",
        "messageId": "m1",
        "userId": f"id {text}",
        "traits": {"name": text, "city": text, "interests": [text], "own": {text: text}},
    }
    bought = {
        "type": "track",
        "messageId": "m2",
        "userId": f"id {text}",
        "event": text,
        "properties": {text: text, "deep": [{"inner": text}]},
        "context": {"page": {"title": text}},
    }
    ordered: dict[str, Any] = {
        "type": "track",
        "messageId": "m3",
        "userId": f"id {text}",
        "event": "Order Completed",
        "properties": {"order_id": text, "products": [{"product_id": text, "name": text, "price": 1}]},
    }
    return json.dumps({"batch": [identify, bought, ordered]}, ensure_ascii=is_escaped).encode()


@pytest.mark.parametrize("is_escaped", [True, False], ids=["escaped", "plain"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_text_survives_every_step(scene: Scene, text: str, is_escaped: bool) -> None:
    tidy = text.strip()

    assert post(batch(text, is_escaped=is_escaped)) == 200
    waiting = decode_facts(bytes(InboxRow.objects.get().body))
    scene.road.drain()

    assert waiting[0].identifiers == [("user_id", f"id {text}")]
    assert msgspec.json.decode(waiting[1].properties) == {text: text, "deep": [{"inner": text}]}
    assert Identifier.objects.get().value == f"id {tidy}"
    said = {"name": tidy, "city": tidy, "interests": [tidy], "own": {tidy: tidy}}
    for row in (Record.objects.get(), Golden.objects.get()):
        assert {name: value[0] for name, value in msgspec.json.decode(row.traits).items()} == said
    assert Order.objects.get().order_id == tidy
    event, order = in_lake("events"), in_lake("orders")
    assert event[0]["event"] == text
    assert json.loads(event[0]["properties"]) == {text: text, "deep": [{"inner": text}]}
    assert json.loads(event[0]["context"]) == {"page": {"title": text}}
    assert order[0]["order_id"] == tidy
    (line,) = in_lake("order_lines")
    assert (line["product_id"], line["name"]) == (tidy, tidy)


def in_lake(table: str) -> list[dict[str, Any]]:
    """The rows of a table as the engine reads them."""
    engine = lake().engine()
    return engine.rows(engine.table(table)).to_pylist()


def test_engine_compares_text_in_every_script(scene: Scene) -> None:
    scene.track("Server", TEXTS["thai"], ("user_id", "u"))
    scene.track("Server", TEXTS["persian"], ("user_id", "u"))
    engine = lake().engine()
    events = engine.table("events")

    found = engine.rows(events.filter(events.event == TEXTS["persian"])).to_pylist()

    assert [row["event"] for row in found] == [TEXTS["persian"]]


@pytest.mark.parametrize(
    "phone", ["081 234 5678", "๐๘๑ ๒๓๔ ๕๖๗๘", "۰۸۱ ۲۳۴ ۵۶۷۸", "٠٨١٢٣٤٥٦٧٨", "０８１２３４５６７８", "+66 81 234 5678"]
)
def test_phone_in_any_digits_is_one_number(scene: Scene, phone: str) -> None:
    scene.identify("Server", ("user_id", "u"), phone="0812345678")

    scene.identify("Till", ("member_card", "C-1"), phone=phone)

    assert person("member_card", "C1") == person("user_id", "u")


@pytest.mark.parametrize("written", ["1990-05-12", "๑๒/๐๕/๒๕๓๓", "۱۳۶۹/۰۲/۲۲"], ids=["gregorian", "buddhist", "jalali"])
def test_birthday_in_any_calendar_is_one_day(scene: Scene, written: str) -> None:
    scene.identify("Server", ("user_id", "u"), birthday=written)

    assert msgspec.json.decode(Golden.objects.get().traits)["birthday"][0] == "1990-05-12"


@pytest.mark.parametrize("one", ["สมชาย ใจดี", "林美玲", "زهرا محمدی‌نژاد"])
def test_same_name_joins_what_a_phone_shares_and_another_does_not(scene: Scene, one: str) -> None:
    scene.identify("Server", ("line", "first"), phone="0812345678", name=one)
    scene.identify("Server", ("wechat", "same"), phone="0812345678", name=one)
    scene.identify("Server", ("telegram", "other"), phone="0812345678", name="Napoleon Bonaparte")

    assert person("wechat", "same") == person("line", "first") != person("telegram", "other")


def test_composed_and_decomposed_text_is_one_identifier(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "Zoe\u0308"))
    scene.identify("Server", ("user_id", "Zo\u00eb"))

    assert Identifier.objects.get().value == "Zo\u00eb"


def test_nul_is_replaced_at_the_door_and_said(scene: Scene) -> None:
    body = b'{"batch":[{"type":"identify","userId":"u","traits":{"name":"So\\u0000m","city":"\\ud800x"}}]}'

    assert post(body) == 200
    scene.road.drain()

    assert not Golden.objects.filter(traits__contains="\\u0000").exists()
    assert [row.code for row in Rejected.objects.all()] == ["repaired"]
    assert msgspec.json.decode(Golden.objects.get().traits)["name"][0] == "So\ufffdm"


def test_nul_that_gets_past_the_door_stops_nothing(scene: Scene) -> None:
    harmful = scene.fact("identify", [("user_id", "a\0b")], traits={"name": "So\0m", "free": ["\0"], "\0": "key"})
    scene.say("Server", harmful, scene.fact("track", [("user_id", "v\0")], event="E\0", properties={"p\0": "q\0"}))
    scene.identify("Server", ("user_id", "after"), name="After")

    assert Identifier.objects.filter(value="after").exists()
    assert not [row for row in Golden.objects.all() if "\\u0000" in row.traits]


def test_invisible_and_reordering_marks_are_taken_out(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "u"), name="So\u200bm\u202e", city="\ufeffTrang")

    traits = msgspec.json.decode(Golden.objects.get().traits)
    assert (traits["name"][0], traits["city"][0]) == ("Som", "Trang")
