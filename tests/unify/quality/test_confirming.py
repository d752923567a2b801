"""Codes by text message: whom they reach, in which words, how often, and what they confirm."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from regulars.base.audit.queries import entries
from regulars.base.jobs.worker import run_waiting
from regulars.base.mail import services as mail
from regulars.base.mail.enums import Channel, State
from regulars.base.mail.models import OutboxMessage
from regulars.base.mail.sms import gateway
from regulars.base.mail.sms.gateway import Gateway
from regulars.base.mail.sms.texts import fits
from regulars.base.web import preferences
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.identifiers import Ident
from regulars.unify.facts.registries import Erased, ErasedIdentifier
from regulars.unify.identity.models import Decision, Identifier
from regulars.unify.quality.erasing import erase
from regulars.unify.quality.models import Code
from tests.base.mail.text_gateway import text_gateway
from tests.html import complaints
from tests.unify.pages import road_beside, signed_in, words
from tests.unify.telling import key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

MOBILE, LANDLINE = "+66812345678", "+6621234567"


@pytest.fixture
def mali(data_folder: Path) -> Client:
    tell(
        source(SourceKind.SERVER),
        said(Kind.IDENTIFY, "1", ("user_id", "v"), ("phone", MOBILE), name="Nok"),
        said(Kind.IDENTIFY, "2", ("user_id", "w"), ("phone", LANDLINE), name="Lek"),
        said(Kind.IDENTIFY, "3", ("user_id", "f"), ("phone", "+989123456789"), name="Sara", language="fa"),
    )
    return signed_in()


@pytest.fixture
def road(mali: Client) -> Iterator[None]:
    with road_beside():
        yield


def about(user: str, number: str) -> str:
    return f"/quality/about/{key(user)}/{key(number)}"


def code_in(message: OutboxMessage) -> str:
    found = re.search(r"\b\d{6}\b", message.text)
    assert found
    return found.group()


@pytest.mark.usefixtures("road")
def test_a_code_confirms_a_mobile_number(mali: Client) -> None:
    mine = about("v", MOBILE)

    mali.post(f"{mine}/code/")
    message = OutboxMessage.objects.get()
    code = code_in(message)
    right = words(mali.post(f"{mine}/entered/", {"code": code}, follow=True))

    assert (message.channel, message.to, message.state) == (Channel.SMS, MOBILE, State.KEPT)
    assert "confirmed by a code to their phone" in right
    assert Identifier.objects.get(key=key(MOBILE)).verified_at is not None
    assert Decision.objects.get().reason == "sms_code"
    assert code not in str(list(entries().values()))


def test_a_code_leaves_through_the_gateway_and_is_cut_here(mali: Client) -> None:
    with text_gateway() as opened:
        gateway.keep(Gateway(opened.address()), actor="owner")
        mali.post(f"{about('v', MOBILE)}/code/")
        run_waiting(["outbound"])

    message = OutboxMessage.objects.get()
    (asked,) = opened.got
    assert re.search(r"\b\d{6}\b", asked.fields["text"])
    assert (message.state, asked.fields["to"]) == (State.SENT, MOBILE)
    assert re.search(r"\d{6}", message.text) is None
    assert message.good_until is not None


def test_a_landline_is_asked_by_a_call_only(mali: Client) -> None:
    page = words(mali.get(f"/customers/{key('w')}/"))

    refused = words(mali.post(f"{about('w', LANDLINE)}/code/", follow=True))

    assert ("Send a code" in page, "Asked: it is theirs" in page) == (False, True)
    assert "No text message reaches this number" in refused
    assert (OutboxMessage.objects.count(), Code.objects.count()) == (0, 0)


def test_a_mobile_number_can_be_sent_a_code_on_a_valid_page(mali: Client) -> None:
    page = mali.get(f"/customers/{key('v')}/")

    assert "Send a code" in words(page)
    assert complaints(page.content.decode()) == []


def test_codes_to_a_number_are_throttled(mali: Client) -> None:
    for _ in range(3):
        mali.post(f"{about('v', MOBILE)}/code/")

    refused = words(mali.post(f"{about('v', MOBILE)}/code/", follow=True))

    assert "So many codes were sent there already" in refused
    assert OutboxMessage.objects.count() == 3


def test_text_messages_of_an_hour_have_an_end(mali: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "MOST_TEXTS_AN_HOUR", 1)
    mali.post(f"{about('v', MOBILE)}/code/")

    refused = words(mali.post(f"{about('f', '+989123456789')}/code/", follow=True))

    assert "no more go out" in refused
    assert (OutboxMessage.objects.count(), Code.objects.count()) == (1, 1)


@pytest.mark.parametrize("name", ["Shop", "ร้านกาแฟ", "A shop with a name that is very long indeed, and goes on " * 4])
@pytest.mark.parametrize("language", ["en", "th", "zh_Hans", "fa"])
def test_a_code_is_one_message_in_every_language(mali: Client, language: str, name: str) -> None:
    preferences.write("business.name", name.strip(), actor="owner")
    tell(source(SourceKind.TILL), said(Kind.IDENTIFY, "9", ("phone", MOBILE), language=language))

    mali.post(f"{about('v', MOBILE)}/code/")

    text = OutboxMessage.objects.get().text
    assert fits(text)
    assert re.search(r"(?<!\d)\d{6}(?!\d)", text)
    assert name[:1] in text
    assert "http" not in text


@pytest.mark.parametrize(
    ("language", "said_so"),
    [
        ("th", "รหัส"),
        ("zh-Hans", "验证码"),
        ("zh_CN", "验证码"),
        ("fa-IR", "کد"),
        ("de", "is your code"),
        ("", "is your code"),
    ],
)
def test_a_code_speaks_the_customers_language(mali: Client, language: str, said_so: str) -> None:
    tell(source(SourceKind.TILL), said(Kind.IDENTIFY, "9", ("phone", MOBILE), language=language))

    mali.post(f"{about('v', MOBILE)}/code/")

    assert said_so in OutboxMessage.objects.get().text


def test_messages_to_whoever_is_erased_go_with_them(mali: Client) -> None:
    mali.post(f"{about('v', MOBILE)}/code/")
    mali.post(f"{about('f', '+989123456789')}/code/")
    known = ErasedIdentifier(key(MOBILE), Ident("phone", "", MOBILE), 0, None, None)

    erase(Erased(1, key("v"), 0, (known,)))

    assert [message.to for message in OutboxMessage.objects.all()] == ["+989123456789"]
