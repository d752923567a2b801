"""Whatever is sent through the real application: an answer below 500 in a form SDKs read, and no good event lost."""

import asyncio
import gzip
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.asgi import application
from regulars.collect.api.answers import GIF
from regulars.collect.api.asgi import intake
from regulars.collect.api.errors import BODY_BYTES, KEYS
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.models import InboxRow, Rejected
from regulars.unify.facts.services import create_source
from tests.collect.api.door import Answer, Door, basic, opened, stored, track, value

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# The door stays open from example to example, as a server does.
fuzzed = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)

LONG = ["batch", "identify", "track", "page", "screen", "group", "alias", "import"]
CALLS = [*LONG, *"bitpsga", "m"]
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["2026-01-01T00:00:00Z", "", "0", "\x00", "\ud800", "null", "🍵" * 200, "x" * 600])
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
external_ids = st.fixed_dictionaries(
    {},
    optional={
        "id": values,
        "type": st.sampled_from(["email", "row", "ios.id", "braze_id"]) | values,
        "collection": st.sampled_from(["users", "accounts"]) | values,
        "encoding": st.just("none") | values,
    },
)
devices = st.fixed_dictionaries(
    {},
    optional={
        "id": values,
        "type": st.sampled_from(["ios", "android"]) | values,
        "token": values,
        "advertisingId": values,
        "adTrackingEnabled": st.booleans() | values,
    },
)
consents = st.fixed_dictionaries({}, optional={"categoryPreferences": st.dictionaries(st.text(), values) | values})
contexts = st.fixed_dictionaries(
    {},
    optional={
        "externalIds": st.lists(external_ids | values, max_size=3) | values,
        "device": devices | values,
        "consent": consents | values,
        "consentManagement": values
        | st.fixed_dictionaries({"allowedConsentIds": values, "deniedConsentIds": st.lists(values)}),
        "traits": st.fixed_dictionaries({}, optional={"email": values, "phone": values}) | values,
        "page": values,
    },
)
items = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(LONG) | values,
        "userId": values,
        "anonymousId": values,
        "previousId": values,
        "groupId": values,
        "messageId": values,
        "event": st.just("E") | values,
        "name": values,
        "category": values,
        "timestamp": values,
        "originalTimestamp": values,
        "sentAt": values,
        "traits": values,
        "properties": values,
        "context": contexts | values,
        "integrations": values,
        "writeKey": values,
    },
)


def nested(levels: int) -> str:
    return '{"a":' * levels + "1" + "}" * levels


# Bodies at and beyond every limit: size, depth, keys, numbers, and JSON that only nearly is.
edges = st.sampled_from(
    [
        b"",
        b"\xef\xbb\xbf{}",
        b"\x1f\x8b",
        b"[" * 100_000,
        b'{"batch":[' + b'{"type":' * 20_000,
        b'{"batch":[' + b"{}," * 120_000 + b"{}]}",
        b'{"batch":' + b'"' + b"x" * (BODY_BYTES - 20) + b'"}',
        b" " * (BODY_BYTES + 1),
        nested(5_000).encode(),
        json.dumps({str(number): 1 for number in range(KEYS * 10)}).encode(),
        b'{"userId":1e400,"event":NaN}',
        b'{"userId":' + b"9" * 5_000 + b',"event":"E"}',
        b'{"userId":"u","event":"E","properties":{"a":1,"a":2}}',
        '{"userId":"u","event":"E"}'.encode("utf-16"),
    ]
)
bodies = edges | st.binary(max_size=300) | st.builds(lambda one: json.dumps(one).encode(), items | values)


@pytest.fixture
def door(transactional_db: None) -> Iterator[Door]:
    page = create_source("site", kind=SourceKind.BROWSER, actor="owner")
    with opened(intake, page.write_key, application) as door:
        yield door


def check_answer(answer: Answer) -> None:
    """What SDKs rely on, whatever they sent."""
    assert answer.status in {200, 400, 401, 404, 405, 408, 413, 415}
    assert answer.headers["access-control-allow-origin"] == "*"
    if answer.status == 200:
        assert answer.body == {"success": True}
    else:
        assert answer.body["success"] is False
        assert answer.body["code"]
        assert answer.body["message"]


@given(call=st.sampled_from(CALLS), body=bodies, is_gzip=st.booleans())
@fuzzed
def test_no_body_of_any_call_breaks_it(door: Door, call: str, body: bytes, is_gzip: bool) -> None:
    headers = {"content-encoding": "gzip"} if is_gzip else {}

    answer = door.post(call, gzip.compress(body, 1) if is_gzip else body, headers=headers)

    check_answer(answer)


@given(
    these=st.lists(items | values, max_size=6),
    place=st.integers(0, 6),
    batch=st.fixed_dictionaries({}, optional={"integrations": values, "sentAt": values}),
)
@fuzzed
def test_a_good_event_is_stored_whatever_is_beside_it(
    door: Door, these: list[Any], place: int, batch: dict[str, Any]
) -> None:
    InboxRow.objects.all().delete()
    good = track(messageId="the good one", properties={"p": "🍵"})

    answer = door.post("batch", {**batch, "batch": [*these[:place], good, *these[place:]]})

    found = [fact for fact in stored() if fact.message_id == "the good one"]
    assert (answer.status, answer.body) == (200, {"success": True})
    assert [value(fact.properties) for fact in found] == [{"p": "🍵"}]


@given(item=items, call=st.sampled_from(CALLS[1:7]))
@fuzzed
def test_a_call_alone_is_stored_or_shown(door: Door, item: dict[str, Any], call: str) -> None:
    InboxRow.objects.all().delete()
    Rejected.objects.all().delete()

    answer = door.post(call, item)

    check_answer(answer)
    if answer.status == 200:
        kept = {"repaired", "ignored"}
        refused = [code for code in Rejected.objects.values_list("code", flat=True) if code not in kept]
        assert len(stored()) + len(refused) == 1


@given(
    path=st.sampled_from(["", "/identify", "/track", "/page", "/screen", "/group", "/alias"]),
    named=st.dictionaries(st.sampled_from(["type", "userId", "anonymousId", "event", "data", "x"]), st.text()),
    data=st.none() | bodies,
    method=st.sampled_from(["GET", "POST"]),
)
@fuzzed
def test_a_pixel_is_an_image_whatever_it_says(
    door: Door, path: str, named: dict[str, str], data: bytes | None, method: str
) -> None:
    query = urlencode({"writeKey": door.write_key} | named, errors="replace")

    answer = door.ask(method, f"/v1/pixel{path}?{query}", data or b"")

    assert (answer.status, answer.body) == (200, GIF)


@given(query=st.binary(max_size=200), prefix=st.sampled_from([b"", b"data=", b"writeKey=%s&data=", b"a&" * 500]))
@fuzzed
def test_no_address_breaks_the_pixel(door: Door, query: bytes, prefix: bytes) -> None:
    said = prefix.replace(b"%s", door.write_key.encode()) + query
    InboxRow.objects.all().delete()

    answer = door.ask("GET", f"/v1/pixel?writeKey={door.write_key}&{said.decode('ascii', errors='ignore')}")

    assert (answer.status, answer.body) == (200, GIF)


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "BREW"]),
    rest=st.sampled_from(
        ["", "batch", "batch/", "t/../b", "projects", "projects//settings", "projects/%00/settings", "é"]
    ),
)
@fuzzed
def test_no_path_or_method_breaks_it(door: Door, method: str, rest: str) -> None:
    answer = door.ask(method, f"/v1/{quote(rest, safe='/%')}", b"{}", headers={"authorization": basic(door.write_key)})

    if answer.status == 204:
        assert (method, answer.headers["access-control-allow-origin"]) == ("OPTIONS", "*")
    else:
        check_answer(answer)


@given(sizes=st.lists(st.integers(0, 400), min_size=1, max_size=20), leaves=st.booleans())
@fuzzed
def test_a_body_may_come_in_any_parts_or_not_at_all(door: Door, sizes: list[int], leaves: bool) -> None:
    InboxRow.objects.all().delete()
    body = json.dumps({"batch": [track(messageId=f"m{number}") for number in range(20)]}).encode()
    parts = [body[sum(sizes[:n]) : sum(sizes[: n + 1])] for n in range(len(sizes))]
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    last = {"type": "http.request", "body": body[sum(sizes) :], "more_body": False}
    messages.append({"type": "http.disconnect"} if leaves else last)
    sent: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"authorization", basic(door.write_key).encode())]
    scope: Any = {"type": "http", "method": "POST", "path": "/v1/b", "query_string": b"", "headers": headers}
    door.runner.run(asyncio.wait_for(door.app(scope, receive, send), 60))

    assert (len(stored()), len(sent)) == ((0, 0) if leaves else (20, 2))


@pytest.mark.parametrize("call", ["b", "t"])
@pytest.mark.parametrize("inner", [b" ", b"[", b'{"a":', b"\x00"])
def test_what_inflates_beyond_the_limit_is_not_inflated(door: Door, call: str, inner: bytes) -> None:
    body = gzip.compress(inner * (50_000_000 // len(inner)))

    answer = door.post(call, body, headers={"content-encoding": "gzip"})

    assert (answer.status, answer.body["code"]) == (413, "body_too_large")
