"""What SDKs ask beside sending: other paths, settings, leave to ask from another origin, the pixel."""

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import override_settings

from regulars.collect.api.answers import GIF
from regulars.collect.api.errors import EVENT_BYTES
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.models import InboxRow, Rejected, Source
from regulars.unify.facts.services import create_source
from tests.collect.api.door import Door, basic, rejected, stored, track, value

pytestmark = pytest.mark.django_db(transaction=True)

SUCCESS = {"success": True}


@pytest.fixture
def page(door: Door) -> Source:
    return create_source("site", kind=SourceKind.BROWSER, actor="owner")


@pytest.mark.parametrize(
    ("path", "item", "kind"),
    [
        ("i", {"userId": "u1"}, "identify"),
        ("t", {"userId": "u1", "event": "E"}, "track"),
        ("p", {"anonymousId": "a1"}, "page"),
        ("s", {"anonymousId": "a1"}, "screen"),
        ("g", {"userId": "u1", "groupId": "g1"}, "group"),
        ("a", {"userId": "u1", "previousId": "a1"}, "alias"),
        ("b", {"batch": [track()]}, "track"),
        ("import", {"batch": [track()]}, "track"),
    ],
)
def test_short_and_older_paths_are_the_calls(door: Door, path: str, item: object, kind: str) -> None:
    answer = door.post(path, item)

    assert (answer.status, answer.body) == (200, SUCCESS)
    assert [fact.kind for fact in stored()] == [kind]


def test_metrics_are_answered_and_not_kept(door: Door) -> None:
    answer = door.ask("POST", "/v1/m", {"series": [{"type": "Counter", "metric": "m", "value": 1}]})

    assert (answer.status, answer.body) == (200, SUCCESS)
    assert (InboxRow.objects.count(), Rejected.objects.count()) == (0, 0)


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "text/plain;charset=UTF-8", "", "x/y"])
def test_the_content_type_does_not_matter(door: Door, content_type: str) -> None:
    answer = door.post("t", track(), headers={"content-type": content_type})

    assert answer.status == 200
    assert len(stored()) == 1


def test_a_beacon_names_its_key_in_the_address(door: Door) -> None:
    known = door.ask("POST", f"/v1/batch?writeKey={door.write_key}", {"batch": [track()]})
    unknown = door.ask("POST", "/v1/batch?writeKey=nobody", {"batch": [track()]})

    assert (known.status, unknown.status) == (200, 401)
    assert len(stored()) == 1


@pytest.mark.parametrize("path", ["/v1/batch", "/v1/t", "/v1/m", "/v1/projects/k/settings", "/projects/k/settings"])
def test_any_page_may_ask(door: Door, path: str) -> None:
    headers = {"origin": "https://shop.example", "access-control-request-method": "POST"}

    answer = door.ask("OPTIONS", path, headers=headers)

    allowed = {name.strip() for name in answer.headers["access-control-allow-headers"].split(",")}
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert {"authorization", "content-type", "x-retry-count"} <= allowed


def test_any_page_may_read_answers_and_errors(door: Door) -> None:
    answers = [door.post("t", track()), door.post("t", track(), key="nobody"), door.post("batch", b"{")]

    assert [answer.status for answer in answers] == [200, 401, 400]
    assert {answer.headers["access-control-allow-origin"] for answer in answers} == {"*"}
    assert {answer.headers["access-control-expose-headers"] for answer in answers} == {"retry-after, x-ratelimit-reset"}


def test_what_is_too_much_says_when_to_come_again(open_door: Callable[..., Any]) -> None:
    with open_door(limit=0) as door:
        answer = door.post("t", track(), headers={"x-retry-count": "3"})

    assert (answer.status, answer.body["code"]) == (429, "inbox_full")
    assert answer.headers["retry-after"] == answer.headers["x-ratelimit-reset"] == "10"


@pytest.mark.parametrize("path", ["/v1/projects/{}/settings", "/projects/{}/settings"])
def test_settings_send_an_sdk_to_where_it_asked(door: Door, page: Source, path: str) -> None:
    answer = door.ask("GET", path.format(page.write_key), headers={"host": "cdp.example:8443"})

    assert answer.status == 200
    assert answer.body == {
        "integrations": {
            "Segment.io": {"apiKey": page.write_key, "apiHost": "cdp.example:8443/v1", "protocol": "http"}
        },
        "metrics": {"sampleRate": 0},
    }
    assert answer.headers["access-control-allow-origin"] == "*"
    assert not Rejected.objects.exists()


@pytest.mark.parametrize(
    ("url", "headers", "expected"),
    [
        ("https://data.shop.example", {"host": "10.0.0.7:8000"}, ("data.shop.example/v1", "https")),
        ("https://shop.example/cdp/", {"host": "10.0.0.7:8000"}, ("shop.example/cdp/v1", "https")),
        ("", {"host": "cdp.example", "x-forwarded-proto": "https"}, ("cdp.example/v1", "http")),
        ("", {"host": "[::1]:8000"}, ("[::1]:8000/v1", "http")),
        ("", {"host": "a b<script>"}, ("localhost/v1", "http")),
        ("", {}, ("localhost/v1", "http")),
    ],
)
def test_settings_name_the_address_this_server_is_known_under(
    door: Door, page: Source, url: str, headers: dict[str, str], expected: tuple[str, str]
) -> None:
    with override_settings(PUBLIC_URL=url):
        answer = door.ask("GET", f"/projects/{page.write_key}/settings", headers=headers)

    segment = answer.body["integrations"]["Segment.io"]
    assert (segment["apiHost"], segment["protocol"]) == expected


@pytest.mark.parametrize("path", ["/sourceConfig", "/sourceConfig/", "/sourceConfig/?p=npm&v=3.34.1&writeKey={}"])
def test_rudderstacks_configuration_is_that_of_a_source_without_destinations(
    door: Door, page: Source, path: str
) -> None:
    headers = {} if "?" in path else {"authorization": basic(f"{page.write_key}:")}

    answer = door.ask("GET", path.format(page.write_key), headers=headers)

    source = answer.body["source"]
    assert (answer.status, source["id"], source["enabled"]) == (200, str(page.pk), True)
    assert (source["destinations"], source["config"]["statsCollection"]["metrics"]) == ([], {"enabled": False})


def test_rudderstacks_beacon_is_a_batch(door: Door, page: Source) -> None:
    answer = door.ask("POST", f"/beacon/v1/batch?writeKey={page.write_key}", {"batch": [track()]})

    assert (answer.status, answer.body) == (200, SUCCESS)
    assert len(stored()) == 1


def test_an_identify_call_may_say_its_traits_in_the_context_alone(door: Door) -> None:
    context = {"traits": {"email": "a@b.example", "city": "Trang"}}

    door.post("identify", {"userId": "u1", "context": context})
    door.post("identify", {"userId": "u1", "traits": {"city": "Hat Yai"}, "context": context})
    door.post("track", track(context=context))

    assert [value(fact.traits) for fact in stored()] == [context["traits"], {"city": "Hat Yai"}, None]


@pytest.mark.parametrize("path", ["/v1/projects/nobody/settings", "/projects/nobody/settings", "/sourceConfig"])
def test_settings_of_nobody_are_not_found(door: Door, path: str) -> None:
    answer = door.ask("GET", path)

    assert (answer.status, answer.body["success"], answer.body["code"]) == (404, False, "invalid_write_key")


def test_a_trusted_key_in_a_page_is_shown_once(door: Door) -> None:
    answers = [door.ask("GET", f"/projects/{door.write_key}/settings") for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert [code for code, _ in rejected()] == ["key_in_public"]


def test_a_pixel_may_be_posted_without_a_body(door: Door, page: Source) -> None:
    answer = door.ask("POST", f"/v1/pixel?writeKey={page.write_key}&anonymousId=a1&event=E")

    assert (answer.status, answer.body) == (200, GIF)
    assert [(fact.kind, fact.event) for fact in stored()] == [("track", "E")]


def encoded(item: object) -> str:
    return b64encode(json.dumps(item).encode()).decode()


def test_a_pixel_says_an_event_in_its_address(door: Door, page: Source) -> None:
    said = {"writeKey": page.write_key, "anonymousId": "a1", "event": "Email Opened", "campaign": "Songkran 泼水节"}

    answer = door.ask("GET", f"/v1/pixel?{urlencode(said)}", headers={"user-agent": "UA", "referer": "https://x/y"})

    [fact] = stored()
    assert (answer.status, answer.headers["content-type"], answer.body) == (200, "image/gif", GIF)
    assert (answer.headers["cache-control"], answer.headers["access-control-allow-origin"]) == ("no-store", "*")
    assert (fact.kind, fact.event, fact.identifiers) == ("track", "Email Opened", [("anonymous_id", "a1")])
    assert value(fact.properties) == {"campaign": "Songkran 泼水节"}
    assert value(fact.context) == {"userAgent": "UA", "page": {"url": "https://x/y"}}


@pytest.mark.parametrize("kind", ["identify", "track", "page", "screen", "group", "alias"])
@pytest.mark.parametrize("spell", [quote, lambda text: text, lambda text: text.rstrip("=")])
def test_a_pixel_takes_segments_data(door: Door, page: Source, kind: str, spell: Callable[[str], str]) -> None:
    item = {"writeKey": page.write_key, "anonymousId": "a>?~1", "userId": "u", "event": "E", "groupId": "g"}

    answer = door.ask("GET", f"/v1/pixel/{kind}?data={spell(encoded(item))}")

    [fact] = stored()
    assert (answer.status, answer.body) == (200, GIF)
    assert (fact.kind, fact.identifiers) == (kind, [("user_id", "u"), ("anonymous_id", "a>?~1")])


def test_a_pixels_data_may_be_of_the_alphabet_for_addresses(door: Door, page: Source) -> None:
    item = {"writeKey": page.write_key, "anonymousId": "ÿÿÿ>>>", "type": "page", "name": "Home"}
    data = urlsafe_b64encode(json.dumps(item, ensure_ascii=False).encode()).decode()

    door.ask("GET", f"/v1/pixel?data={data}")

    [fact] = stored()
    assert (fact.kind, fact.event, fact.identifiers) == ("page", "Home", [("anonymous_id", "ÿÿÿ>>>")])


@pytest.mark.parametrize("body", ['{"anonymousId":"a1","traits":{"city":"Trang"}}', "anonymousId=a1&city=Trang"])
def test_a_pixel_may_be_posted(door: Door, page: Source, body: str) -> None:
    answer = door.ask("POST", f"/v1/pixel/identify?writeKey={page.write_key}", body.encode())

    [fact] = stored()
    assert (answer.status, answer.body) == (200, GIF)
    assert (fact.kind, value(fact.traits)) == ("identify", {"city": "Trang"})


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("writeKey=nobody&anonymousId=a", []),
        ("", []),
        ("data=e30", []),
        ("data=%00%ff", []),
        ("writeKey={page}", ["no_user_anon_id"]),
        ("writeKey={page}&data=!!!", ["malformed_json"]),
        ("writeKey={page}&data=W10=", ["invalid_request"]),
        ("writeKey={page}&anonymousId=a&type=nonsense", ["unknown_type"]),
        ("writeKey={page}&anonymousId=a&text=" + "x" * EVENT_BYTES, ["body_too_large"]),
        ("writeKey={trusted}&anonymousId=a&event=E", ["key_not_public"]),
    ],
)
def test_a_pixel_with_a_mistake_is_an_image_that_shows_it_elsewhere(
    door: Door, page: Source, query: str, codes: list[str]
) -> None:
    answer = door.ask("GET", f"/v1/pixel?{query.format(page=page.write_key, trusted=door.write_key)}")

    assert (answer.status, answer.body) == (200, GIF)
    assert [code for code, _ in rejected()] == codes
    assert stored() == []


def test_a_pixel_that_was_not_stored_is_no_200(open_door: Callable[..., Any]) -> None:
    with open_door(limit=0) as door:
        page = create_source("site", kind=SourceKind.PIXEL, actor="owner")
        answer = door.ask("GET", f"/v1/pixel?writeKey={page.write_key}&anonymousId=a&event=E")

    assert (answer.status, answer.body) == (429, GIF)
