"""The page about the gateway for text messages, and text messages in the outbox."""

import pytest
from django.test import Client
from django.utils import translation

from regulars.base.audit.queries import entries
from regulars.base.jobs.worker import run_waiting
from regulars.base.mail import queries, services
from regulars.base.mail.enums import State
from regulars.base.mail.models import OutboxMessage
from regulars.base.mail.sms import gateway
from regulars.base.mail.sms.gateway import Gateway
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from tests.confirming import sign_in_freshly
from tests.conftest import May
from tests.html import complaints

from .text_gateway import text_gateway

pytestmark = pytest.mark.django_db

PAGE = "/settings/sms/"
ADDRESS = "jsons://shop:geheim@gateway.example/send?+X-Key=auchgeheim"
NUMBER = "+66812345678"


@pytest.fixture
def owner(client: Client) -> User:
    user = User.objects.create_superuser("owner@shop.example")
    sign_in_freshly(client, user)
    return user


def write(actor: str = "owner") -> OutboxMessage:
    return services.send_text(to=NUMBER, subject="Your code", text="Code 481516", actor=actor)


def test_the_address_is_saved_sealed_and_never_shown(client: Client, owner: User) -> None:
    client.post(PAGE, {"address": ADDRESS})

    page = client.get(PAGE).content.decode()
    assert gateway.current() == Gateway(ADDRESS)
    assert "Text messages go through <bdi>gateway.example</bdi>." in page
    assert "geheim" not in page
    assert [line.fields for line in entries(action="setting.change")] == [["mail.sms"]]


def test_a_service_is_called_by_its_name(client: Client, owner: User) -> None:
    client.post(PAGE, {"address": "kavenegar://abcdef123456/"})

    assert "<bdi>Kavenegar</bdi>" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "This field is required."),
        ("file:///etc/passwd", "Begin the address with the name of a service"),
        ("jsons://", "Write the address as jsons://"),
        ("twilio://nobody", "An address of Twilio looks like this: twilio://account-sid:token@sender-number"),
    ],
)
def test_what_cannot_work_is_refused_and_says_what_to_write(
    client: Client, owner: User, address: str, told: str
) -> None:
    page = client.post(PAGE, {"address": address}).content.decode()

    assert told in page
    assert gateway.current() is None


def test_the_gateway_can_be_forgotten(client: Client, owner: User) -> None:
    client.post(PAGE, {"address": ADDRESS})

    client.post(f"{PAGE}forget/")

    assert gateway.current() is None


def test_a_test_message_goes_to_ones_own_number(client: Client, owner: User) -> None:
    with text_gateway() as opened:
        client.post(PAGE, {"address": opened.address()})

        answer = client.post(f"{PAGE}test/", {"number": "+66 81 234 5678"})
        run_waiting(["outbound"])

    sent = queries.messages().get()
    assert answer["Location"] == f"/settings/outbox/{sent.pk}/"
    assert [asked.fields["to"] for asked in opened.got] == [NUMBER]
    assert sent.state == State.SENT


def test_a_number_that_is_no_phones_is_told_beside_the_field(client: Client, owner: User) -> None:
    client.post(PAGE, {"address": ADDRESS})

    page = client.post(f"{PAGE}test/", {"number": "021234567"}).content.decode()

    assert "Write a mobile number with +" in page
    assert queries.messages().count() == 0


def test_too_many_messages_are_told(client: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post(PAGE, {"address": ADDRESS})
    monkeypatch.setattr(services, "MOST_TEXTS_AN_HOUR", 0)

    page = client.post(f"{PAGE}test/", {"number": NUMBER}, follow=True).content.decode()

    assert "no more go out" in page


def test_an_open_browser_alone_changes_nothing_and_sends_nothing(client: Client, owner: User) -> None:
    client.post(PAGE, {"address": ADDRESS})
    left = Client()
    left.force_login(owner)

    seen = left.get(PAGE).content.decode()
    answers = [
        left.post(PAGE, {"address": "jsons://evil.example/"}),
        left.post(f"{PAGE}forget/"),
        left.post(f"{PAGE}test/", {"number": NUMBER}),
    ]

    assert [answer["Location"].split("?")[0] for answer in answers] == ["/settings/me/confirm/"] * 3
    assert ('name="address"' in seen, "/sms/forget/" in seen) == (False, False)
    assert gateway.current() == Gateway(ADDRESS)
    assert queries.messages().count() == 0


def test_the_page_needs_its_permission(may: May) -> None:
    assert may("staff.edit", "keys.edit").get(PAGE).status_code == 403
    assert may("settings.edit").get(PAGE).status_code == 200


def test_the_outbox_marks_text_messages_and_says_that_they_are_kept(client: Client, owner: User) -> None:
    message = write()

    listed = client.get("/settings/outbox/").content.decode()
    page = client.get(f"/settings/outbox/{message.pk}/").content.decode()

    assert '<span class="tag ">text message</span>' in listed
    assert "No gateway is set, so text messages are kept here." in listed
    assert "481516" not in listed
    assert "481516" in page


def test_codes_that_others_sent_are_cut_for_all_but_the_owner(client: Client) -> None:
    administrator = User.objects.create_user("admin@shop.example", role=Role.ADMINISTRATOR)
    client.force_login(administrator)

    theirs, others = write(actor=f"user:{administrator.pk}"), write(actor="user:999999")

    shown = [client.get(f"/settings/outbox/{message.pk}/").content.decode() for message in (theirs, others)]
    assert ["481516" in page for page in shown] == [True, False]


@pytest.mark.parametrize("language", ["en", "th", "zh-hans", "fa"])
def test_pages_are_valid_html(client: Client, owner: User, language: str) -> None:
    client.post(PAGE, {"address": ADDRESS})
    message = write()

    with translation.override(language):
        for address in (PAGE, "/settings/outbox/", f"/settings/outbox/{message.pk}/", "/settings/"):
            page = client.get(address, headers={"Accept-Language": language}).content.decode()

            assert complaints(page) == []
