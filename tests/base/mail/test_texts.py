"""Text messages handed to a real gateway on loopback, and all that can go wrong there."""

import io
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import unquote_plus, urlsplit

import pytest
import requests
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st
from requests.adapters import HTTPAdapter

from regulars.base.audit.queries import entries
from regulars.base.jobs.worker import run_waiting
from regulars.base.mail import queries, services
from regulars.base.mail.enums import Channel, Problem, State
from regulars.base.mail.errors import GatewayRefused, NumberInvalid, TooManyTexts
from regulars.base.mail.models import OutboxMessage
from regulars.base.mail.sms import gateway, own
from regulars.base.mail.sms.gateway import Gateway
from regulars.base.mail.sms.named import SERVICES
from regulars.base.mail.sms.texts import fits, fitted
from regulars.base.web import preferences
from tests.serving import free_port

from .text_gateway import TextGateway, text_gateway

pytestmark = pytest.mark.django_db

TO, CODE = "+66812345678", "481516"
TEXT = f"Your code: {CODE}"
TWILIO = f"twilio://AC{'a' * 32}:{'b' * 32}@+12025550100"
ADDRESSES = {
    "46elks": "46elks://user:pass@+46766861004",
    "atalk": "atalk://shop@key1234567890",
    "bulksms": "bulksms://id1:secret1@",
    "bulkvs": "bulkvs://user:pass@12025550100",
    "clickatell": "clickatell://apikey123456/",
    "clicksend": "clicksend://user:pass@",
    "cm": "cm://Shop@00000000-0000-0000-0000-000000000000/",
    "d7sms": "d7sms://token123@",
    "httpsms": "httpsms://apikey123@+12025550100",
    "kavenegar": "kavenegar://abcdef123456/",
    "msgbird": "msgbird://abcdefghijklmnopqrstuvwxy/+12025550100",
    "sinch": f"sinch://{'a' * 32}:{'b' * 32}@+12025550100",
    "smsc": "smsc://user:pass@",
    "sns": "sns://AHIAJGNT76XIMXDBIJYA/bu1dHSdO22pfaaVywmNsdljF4C07D3bndi9PQJ9x/us-east-2/",
    "telesign": f"telesign://00000000-0000-0000-0000-000000000000:{'YWJj' * 16}@",
    "telnyx": "telnyx://apikey123@+12025550100",
    "twilio": TWILIO,
}


@pytest.fixture
def opened() -> Iterator[TextGateway]:
    with text_gateway() as found:
        yield found


@pytest.fixture
def rerouted(opened: TextGateway, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Requests to services arrive at the gateway on loopback; the addresses that they were meant for."""
    meant: list[str] = []
    send = HTTPAdapter.send

    def elsewhere(
        self: HTTPAdapter, request: requests.PreparedRequest, *args: object, **more: object
    ) -> requests.Response:
        parts = urlsplit(str(request.url))
        meant.append(str(request.url))
        request.url = parts._replace(scheme="http", netloc=f"127.0.0.1:{opened.port}").geturl()
        return send(self, request, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(HTTPAdapter, "send", elsewhere)
    return meant


def through(address: str) -> None:
    gateway.keep(Gateway(address), actor="owner")


def write(to: str = TO, text: str = TEXT, **more: object) -> OutboxMessage:
    return services.send_text(to=to, subject="Your code", text=text, actor="owner", **more)  # type: ignore[arg-type]


def outcome(message: OutboxMessage) -> tuple[str, str]:
    """State and problem after everything that is due was done."""
    run_waiting(["outbound"])
    message.refresh_from_db()
    return message.state, message.problem


def test_without_a_gateway_it_is_kept_and_sent_later(opened: TextGateway) -> None:
    message = write()
    kept = outcome(message)
    read = message.text
    through(opened.address())

    services.retry(message.pk, actor="owner")

    assert (kept, read, message.channel) == ((State.KEPT, Problem.GATEWAY_UNSET), TEXT, Channel.SMS)
    assert outcome(message) == (State.SENT, "")


def test_a_gateway_of_ones_own_gets_number_and_text(opened: TextGateway) -> None:
    through(opened.address())
    message = write(text="รหัส 481516")

    assert outcome(message) == (State.SENT, "")

    (asked,) = opened.got
    assert (asked.method, asked.path) == ("POST", "/send")
    assert asked.fields == {"id": str(message.pk), "to": TO, "text": "รหัส 481516"}
    assert asked.headers["Host"] == f"127.0.0.1:{opened.port}"


def test_fields_headers_and_login_are_as_the_address_says(opened: TextGateway) -> None:
    address = opened.address("?:to=phone&:text=msg&:id=&:sender=Shop&+X-Key=k%20y&line=2", kind="form")
    through(address.replace("form://", "form://shop:p%40ss@"))

    outcome(write())

    (asked,) = opened.got
    assert asked.path == "/send?line=2"
    assert asked.fields == {"phone": TO, "msg": TEXT, "sender": "Shop"}
    assert (asked.headers["X-Key"], asked.headers["Authorization"]) == ("k y", "Basic c2hvcDpwQHNz")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (500, (State.WAITING, Problem.GATEWAY_REFUSED)),
        (429, (State.WAITING, Problem.GATEWAY_REFUSED)),
        (400, (State.FAILED, Problem.GATEWAY_REFUSED)),
        (401, (State.FAILED, Problem.GATEWAY_LOGIN)),
    ],
)
def test_a_refusal_is_final_only_where_trying_again_is_vain(
    opened: TextGateway, status: int, expected: tuple[str, str]
) -> None:
    through(opened.address())
    opened.status = status
    message = write()

    assert outcome(message) == expected
    assert message.said.startswith(str(status))
    assert CODE not in message.said


def test_what_failed_for_a_while_is_tried_again(opened: TextGateway) -> None:
    through(opened.address())
    opened.status = 503
    message = write()
    first = outcome(message)
    opened.status = 200
    DBTaskResult.objects.update(run_after=timezone.now())

    assert (first[0], outcome(message), len(opened.got)) == (State.WAITING, (State.SENT, ""), 2)
    assert opened.got[0].fields == opened.got[1].fields


def test_one_that_hangs_is_given_up_in_time(opened: TextGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "TIMEOUT", 0.3)
    through(opened.address())
    opened.hangs = True

    assert outcome(write()) == (State.WAITING, Problem.GATEWAY_SILENT)


def test_one_that_is_down_is_said() -> None:
    through(f"json://127.0.0.1:{free_port()}/send")

    assert outcome(write()) == (State.WAITING, Problem.GATEWAY_SILENT)


def test_nobody_is_followed_elsewhere(opened: TextGateway) -> None:
    through(opened.address())
    with text_gateway() as other:
        opened.status, opened.location = 307, other.address()

        assert outcome(write()) == (State.FAILED, Problem.GATEWAY_REFUSED)

        assert other.got == []


@pytest.mark.parametrize("host", ["169.254.169.254", "1.1.1.1", "[::]", "[fd00:ec2::254]"])
def test_nothing_goes_to_metadata_or_in_the_clear_over_the_internet(host: str) -> None:
    through(f"json://{host}/send")

    assert outcome(write()) == (State.FAILED, Problem.GATEWAY_ADDRESS)


@pytest.mark.parametrize(
    "address",
    [
        "", "x", "file:///etc/passwd", "exec://ls", "https://gateway.example/", "discord://a/b", "mailto://a:b@shop.example",
        "syslog://", "dbus://", "json://", "jsons://gateway.example:port/", "plivo://a@b/c", "vonage://a:b@1",
        "twilio://nobody", "sns://x", "twilio:", "jsons://gateway.example/\r\nHost: evil.example", "json://a b/",
    ],
)  # fmt: skip
def test_only_addresses_that_send_text_messages_are_taken(address: str) -> None:
    with pytest.raises(GatewayRefused):
        gateway.check(Gateway(address))


def test_there_is_a_sample_of_every_service() -> None:
    assert set(ADDRESSES) == set(SERVICES)


@pytest.mark.parametrize("scheme", SERVICES)
def test_a_service_gets_one_message_over_tls(opened: TextGateway, rerouted: list[str], scheme: str) -> None:
    gateway.check(Gateway(ADDRESSES[scheme]))
    through(ADDRESSES[scheme])

    assert outcome(write()) == (State.SENT, "")

    (asked,) = opened.got
    sent = unquote_plus(f"{asked.path} {asked.body}")
    assert (sent.count(TO.removeprefix("+")), sent.count(TEXT)) == (1, 1)
    assert [urlsplit(address).scheme for address in rerouted] == ["https"]


@pytest.mark.parametrize("scheme", SERVICES)
@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, (State.FAILED, Problem.GATEWAY_LOGIN)), (500, (State.WAITING, Problem.GATEWAY_REFUSED))],
)
def test_what_a_service_answers_is_understood(
    opened: TextGateway, rerouted: list[str], scheme: str, status: int, expected: tuple[str, str]
) -> None:
    through(ADDRESSES[scheme])
    opened.status = status
    message = write()

    assert outcome(message) == expected
    assert len(opened.got) == len(rerouted) == 1
    assert (TO[1:] in message.said, CODE in message.said) == (False, False)


def test_a_service_that_cannot_be_reached_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object, **_more: object) -> requests.Response:
        raise requests.ConnectionError

    monkeypatch.setattr(HTTPAdapter, "send", refused)
    through(TWILIO)

    assert outcome(write()) == (State.WAITING, Problem.GATEWAY_SILENT)


def test_a_number_that_a_service_would_drop_is_sent_to_nobody_else(opened: TextGateway, rerouted: list[str]) -> None:
    through(TWILIO)

    assert outcome(write(to="+298211234")) == (State.FAILED, Problem.NUMBER)
    assert (opened.got, rerouted) == ([], [])


def test_recipients_and_calls_in_an_address_mean_nothing(opened: TextGateway, rerouted: list[str]) -> None:
    through(f"{TWILIO}/+12025550199?to=+12025550198&method=call&verify=no&redirect=yes")

    assert outcome(write()) == (State.SENT, "")

    (asked,) = opened.got
    assert asked.path.endswith("/Messages.json")
    assert asked.fields == {"Body": TEXT, "From": "+12025550100", "To": TO}


def test_no_log_holds_a_number_or_a_code(opened: TextGateway, rerouted: list[str]) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logging.getLogger().addHandler(handler)

    for address in (TWILIO, opened.address(f"?key={'b' * 32}")):
        for status in (200, 400, 500):
            through(address)
            opened.status = status
            outcome(write())
    logging.getLogger().removeHandler(handler)

    logged = written.getvalue()
    assert len(opened.got) == 6
    assert "attempt 1 failed" in logged
    assert (TO[1:] in logged, CODE in logged, "b" * 32 in logged) == (False, False, False)


def test_the_trail_and_the_database_hold_neither_code_nor_key(opened: TextGateway) -> None:
    through(opened.address("?+X-Key=geheim&key=auch"))
    message = write()

    raw = bytes(OutboxMessage.objects.values_list("sealed", flat=True).get(pk=message.pk))
    trail = [(line.action, line.fields) for line in entries()]

    assert CODE.encode() not in raw
    assert "geheim" not in str(preferences.read("mail.sms"))
    assert "geheim" not in repr(gateway.current())
    assert trail == [("mail.send", []), ("setting.change", ["mail.sms"])]


def test_a_sent_code_is_cut_and_an_unsent_one_shown_to_who_sent_it(opened: TextGateway) -> None:
    message = write()
    theirs = queries.text_for(message, actor="owner", is_owner=False)
    others = queries.text_for(message, actor="user:2", is_owner=False)
    through(opened.address())
    services.retry(message.pk, actor="owner")
    outcome(message)

    assert (theirs, others, message.text) == (TEXT, "Your code: ••••••", "Your code: ••••••")


def test_what_is_of_no_use_any_more_is_not_sent(opened: TextGateway) -> None:
    through(opened.address())
    message = write(good_until=timezone.now() - timedelta(seconds=1))

    assert outcome(message) == (State.FAILED, Problem.LATE)
    assert opened.got == []


@pytest.mark.parametrize(
    "to", ["", "0812345678", "+6621234567", "+1", "+1900555", "mali@shop.example", "+66812345678, +66812345679"]
)
def test_only_mobile_numbers_get_messages(to: str) -> None:
    with pytest.raises(NumberInvalid):
        write(to=to)

    assert queries.messages().count() == 0


def test_a_number_may_be_written_in_any_digits() -> None:
    assert write(to="+۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹").to == "+989123456789"


def test_within_an_hour_there_is_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_TEXTS_AN_HOUR", 2)
    services.send(to="mali@shop.example", subject="Welcome", text="Hello", actor="owner")
    first = write()
    write()

    with pytest.raises(TooManyTexts):
        write()

    OutboxMessage.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(minutes=61))
    assert write().state == State.KEPT


def test_messages_to_a_number_are_forgotten_with_it() -> None:
    write()
    write(to="+66812345679")

    assert services.forget_recipients([TO]) == 1
    assert [message.to for message in queries.messages()] == ["+66812345679"]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("a" * 160, True), ("a" * 161, False), ("€" * 80, True), ("€" * 81, False), ("é" * 160, True),
        ("ก" * 70, True), ("ก" * 71, False), ("a" * 70 + "ก", False), ("😀" * 35, True), ("😀" * 36, False),
    ],
)  # fmt: skip
def test_a_message_has_room_for_so_much(text: str, is_one: bool) -> None:
    assert fits(text) is is_one


@given(st.text(min_size=1, max_size=200))
def test_a_name_of_any_length_leaves_the_rest_whole(name: str) -> None:
    text = fitted("รหัส %(code)s ของ %(name)s", name, code=CODE)

    assert text.startswith(f"รหัส {CODE} ของ ")
    assert fits(text)


def test_the_library_is_loaded_only_when_it_is_needed() -> None:
    code = (
        "import sys, django; django.setup(); import regulars.urls, regulars.base.mail.views, regulars.base.mail.tasks;"
        "print(sorted({'apprise', 'requests_oauthlib', 'markdown'} & set(sys.modules)))"
    )

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout == "[]\n"
