"""The outbox and the page about the mail server."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulars.base.audit.queries import entries
from regulars.base.jobs.worker import run_waiting
from regulars.base.mail import checks, queries, server, services
from regulars.base.mail.enums import Security, State
from regulars.base.mail.models import OutboxMessage
from regulars.base.mail.server import Server
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from tests.confirming import sign_in_freshly
from tests.conftest import May

from .post_office import PASSWORD, USER, PostOffice, post_office

pytestmark = pytest.mark.django_db

LINK = "http://localhost:8000/invitation/s3cr3t-t0ken/"
FILLED = {
    "host": "smtp.shop.example",
    "security": "starttls",
    "port": "587",
    "user": "shop",
    "password": "geheim",
    "sender": "shop@shop.example",
}


@pytest.fixture
def owner(client: Client) -> User:
    user = User.objects.create_superuser("owner@shop.example")
    sign_in_freshly(client, user)
    return user


def write(actor: str = "owner") -> OutboxMessage:
    return services.send(to="mali@shop.example", subject="Welcome", text=f"Open {LINK}", actor=actor)


def shown(client: Client, message: OutboxMessage) -> str:
    return client.get(f"/settings/outbox/{message.pk}/").content.decode()


def test_without_a_mail_server_the_link_is_read_here(client: Client, owner: User) -> None:
    message = write()

    page = shown(client, message)

    assert LINK in page
    assert "No mail server is set." in page
    assert LINK not in client.get("/settings/outbox/").content.decode()
    assert [line.action for line in entries(actor=f"user:{owner.pk}")] == ["mail.show"]


def test_links_of_what_others_sent_are_cut_for_all_but_the_owner(client: Client) -> None:
    administrator = User.objects.create_user("admin@shop.example", role=Role.ADMINISTRATOR)
    client.force_login(administrator)

    theirs, others = write(actor=f"user:{administrator.pk}"), write(actor="user:999999")

    assert LINK in shown(client, theirs)
    assert "s3cr3t" not in shown(client, others)


def test_a_sent_mail_shows_no_link(client: Client, owner: User) -> None:
    with post_office() as office:
        server.keep(office.server(), actor="owner")
        message = write()
        run_waiting(["outbound"])

    page = shown(client, message)

    assert "s3cr3t" not in page
    assert "http://localhost:8000/…" in page


def test_what_failed_says_why_and_is_sent_from_here(client: Client, owner: User) -> None:
    with post_office() as office:
        server.keep(office.server(), actor="owner")
        office.answer = "554 looks like spam"
        message = write()
        run_waiting(["outbound"])
        page = shown(client, message)
        office.answer = ""

        client.post(f"/settings/outbox/{message.pk}/retry/")
        run_waiting(["outbound"])

    message.refresh_from_db()
    assert "The mail server refused the mail." in page
    assert '<code dir="ltr">554 looks like spam</code>' in page
    assert message.state == State.SENT
    assert "mail.retry" in [line.action for line in entries(actor=f"user:{owner.pk}")]


def test_a_test_message_goes_to_oneself(client: Client, owner: User) -> None:
    with post_office() as office:
        server.keep(office.server(), actor="owner")

        answer = client.post("/settings/mail/test/")
        run_waiting(["outbound"])

    sent = queries.messages().get()
    assert answer["Location"] == f"/settings/outbox/{sent.pk}/"
    assert [mail["To"] for mail in office.got] == ["owner@shop.example"]


def test_while_it_is_on_its_way_the_page_looks_again(client: Client, owner: User) -> None:
    server.keep(PostOffice(9).server(), actor="owner")
    message = write()

    part = client.get(f"/settings/outbox/{message.pk}/", headers={"HX-Request": "true"}).content.decode()

    assert 'hx-trigger="every 2s"' in part
    assert "<html" not in part
    assert "s3cr3t" not in part


def test_the_server_is_saved_sealed_and_its_password_never_shown(client: Client, owner: User) -> None:
    client.post("/settings/mail/", FILLED)

    known = server.current()
    page = client.get("/settings/mail/").content.decode()
    assert known == Server("smtp.shop.example", 587, Security.STARTTLS, "shop@shop.example", "shop", "geheim")
    assert "geheim" not in page
    assert [line.fields for line in entries(action="setting.change")] == [["mail.smtp"]]


def test_an_empty_password_keeps_the_one_that_is_kept(client: Client, owner: User) -> None:
    client.post("/settings/mail/", FILLED)

    client.post("/settings/mail/", FILLED | {"password": "", "sender": "other@shop.example", "port": "۵۸۷"})

    known = server.current()
    assert known is not None
    assert (known.password, known.sender, known.port) == ("geheim", "other@shop.example", 587)


@pytest.mark.parametrize("elsewhere", [{"host": "evil.example"}, {"port": "2525"}, {"user": "other"}])
def test_a_kept_password_is_given_to_no_other_server(client: Client, owner: User, elsewhere: dict[str, str]) -> None:
    client.post("/settings/mail/", FILLED)

    page = client.post("/settings/mail/", FILLED | {"password": ""} | elsewhere).content.decode()

    known = server.current()
    assert known is not None
    assert known.host == "smtp.shop.example"
    assert "Type the password once more" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": ""},
        {"port": "0"},
        {"port": "x"},
        {"security": "none"},
        {"security": "ssl"},
        {"sender": "shop"},
        {"sender": "a@shop.example\r\nBcc: b@shop.example"},
        {"password": "gehéim"},
    ],
)
def test_what_cannot_work_is_refused(client: Client, owner: User, wrong: dict[str, str]) -> None:
    page = client.post("/settings/mail/", FILLED | wrong).content.decode()

    assert 'class="error"' in page
    assert server.current() is None


def test_the_server_can_be_forgotten(client: Client, owner: User) -> None:
    client.post("/settings/mail/", FILLED)

    client.post("/settings/mail/forget/")

    assert server.current() is None


def test_the_outbox_comes_in_pages_and_by_state(client: Client, owner: User) -> None:
    for _ in range(51):
        write()

    first = client.get("/settings/outbox/").content.decode()
    link = re.search(r'href="(\?cursor=\d+)"', first)
    assert link is not None
    second = client.get(f"/settings/outbox/{link[1]}").content.decode()

    assert (first.count("mali@"), second.count("mali@")) == (50, 1)
    assert client.get("/settings/outbox/?state=sent").content.decode().count("mali@") == 0


def test_the_outbox_asks_no_more_often_for_more(client: Client, owner: User) -> None:
    counts = []
    client.get("/settings/outbox/")  # what the menu counts is remembered
    for number in (1, 2):
        for _ in range(number):
            write()
        with CaptureQueriesContext(connection) as asked:
            client.get("/settings/outbox/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_health_tells_of_mails_that_were_not_sent() -> None:
    well = checks.check_mail()
    message = write()
    OutboxMessage.objects.filter(pk=message.pk).update(state=State.FAILED)

    assert (well.ok, checks.check_mail().ok) == (True, False)
    assert checks.check_mail().words.startswith("1 message could not be sent.")


def test_login_works_from_the_form(client: Client, owner: User) -> None:
    with post_office(auth_require_tls=False) as office:
        client.post(
            "/settings/mail/",
            FILLED
            | {"host": "127.0.0.1", "port": str(office.port), "security": "none", "user": USER, "password": PASSWORD},
        )
        client.post("/settings/mail/test/")
        run_waiting(["outbound"])

    assert len(office.got) == 1


def test_the_outbox_needs_its_permission(may: May) -> None:
    message = write()

    for address in ("", f"{message.pk}/"):
        assert may("staff.edit", "keys.edit").get(f"/settings/outbox/{address}").status_code == 403
    assert may("settings.edit").get("/settings/outbox/").status_code == 200
    assert may("settings.edit").get("/settings/outbox/999/").status_code == 404


def test_an_open_browser_alone_does_not_change_who_delivers_mails(client: Client, owner: User) -> None:
    client.post("/settings/mail/", FILLED)
    left = Client()
    left.force_login(owner)

    seen = left.get("/settings/mail/").content.decode()
    changed = left.post("/settings/mail/", FILLED | {"host": "smtp.evil.example"})
    forgotten = left.post("/settings/mail/forget/")

    assert [answer["Location"].split("?")[0] for answer in (changed, forgotten)] == ["/settings/me/confirm/"] * 2
    assert ('name="host"' in seen, "/mail/forget/" in seen) == (False, False)
    known = server.current()
    assert known is not None
    assert known.host == "smtp.shop.example"
