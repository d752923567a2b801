"""Mails handed to a real mail server on loopback, and all that can go wrong there."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from regulars.base.audit.queries import entries
from regulars.base.jobs.worker import run_waiting
from regulars.base.mail import queries, server, services
from regulars.base.mail.enums import Problem, Security, State
from regulars.base.mail.errors import RecipientInvalid, SubjectInvalid
from regulars.base.mail.models import OutboxMessage
from regulars.base.web import preferences
from tests.certificates import self_signed
from tests.serving import free_port

from .post_office import PASSWORD, USER, PostOffice, post_office

pytestmark = pytest.mark.django_db

LINK = "http://localhost:8000/invitation/s3cr3t-t0ken-of-many-letters/"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as opened:
        yield opened


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """What a mail server with a self-signed certificate speaks."""
    certificate, key = self_signed(tmp_path_factory.mktemp("certificate"))
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(certificate, key)
    made.certificate = certificate  # type: ignore[attr-defined]
    return made


@pytest.fixture
def trusted(context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts that certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(context.certificate))  # type: ignore[attr-defined]


def through(office: PostOffice, **changes: object) -> None:
    server.keep(office.server(**changes), actor="owner")


def write(to: str = "mali@shop.example", subject: str = "Welcome", text: str = "Hello") -> OutboxMessage:
    return services.send(to=to, subject=subject, text=text, actor="owner")


def outcome(message: OutboxMessage) -> tuple[str, str]:
    """State and problem after everything that is due was done."""
    run_waiting(["outbound"])
    message.refresh_from_db()
    return message.state, message.problem


def test_a_mail_arrives_with_what_a_mail_needs(office: PostOffice) -> None:
    through(office)
    preferences.write("business.name", "ร้านกาแฟ", actor="owner")
    message = write(subject="ยินดีต้อนรับ", text="สวัสดี\nบรรทัดที่สอง")

    state = outcome(message)

    mail = office.got[0]
    assert state == (State.SENT, "")
    assert (str(mail["Subject"]), mail["To"].addresses[0].addr_spec) == ("ยินดีต้อนรับ", "mali@shop.example")
    assert (mail["From"].addresses[0].display_name, mail["From"].addresses[0].addr_spec) == (
        *("ร้านกาแฟ", "shop@shop.example"),
    )
    assert mail.get_content().splitlines() == ["สวัสดี", "บรรทัดที่สอง"]
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == (message.message_id, "auto-generated")
    assert mail["Message-ID"].endswith("@shop.example>")
    assert abs(mail["Date"].datetime - message.created_at) < timedelta(seconds=2)
    assert office.envelopes == [("shop@shop.example", ["mali@shop.example"])]


def test_a_persian_subject_and_a_domain_in_another_script_arrive(office: PostOffice) -> None:
    through(office, sender="forushgah@قهوه.example")
    subject = "خوش آمدید؛ این پیوند یک هفته اعتبار دارد و پس از آن باید دوباره بخواهید"
    write(to="someone@müller.example", subject=subject)

    run_waiting(["outbound"])

    sender, [recipient] = office.envelopes[0]
    assert str(office.got[0]["Subject"]).strip() == subject
    assert (sender, recipient) == ("forushgah@xn--ehbkad.example", "someone@xn--mller-kva.example")


def test_it_is_on_the_audit_trail_without_its_words(office: PostOffice) -> None:
    through(office)

    message = write(subject="Welcome", text=LINK)

    line = entries(object_type="mail").first()
    assert line is not None
    assert (line.action, line.actor, line.text_hash, message.created_by) == ("mail.send", "owner", None, "owner")


def test_without_a_server_it_can_be_read_and_sent_later(office: PostOffice) -> None:
    message = write(text=LINK)
    kept = outcome(message)
    read = message.text
    through(office)

    services.retry(message.pk, actor="owner")

    assert (kept, read) == ((State.KEPT, Problem.UNSET), LINK)
    assert outcome(message) == (State.SENT, "")


def test_a_sent_mail_keeps_no_link_that_lets_in(office: PostOffice) -> None:
    through(office)
    message = write(text=f"Open this: {LINK}\nIt works for a week. Ours: https://shop.example")

    sent = outcome(message)

    assert sent == (State.SENT, "")
    assert LINK in office.got[0].get_content()
    assert message.text == "Open this: http://localhost:8000/…\nIt works for a week. Ours: https://shop.example/…"


def test_what_is_in_the_database_cannot_be_read_without_the_key() -> None:
    message = write(text=LINK)

    raw = OutboxMessage.objects.values_list("sealed", flat=True).get(pk=message.pk)

    assert b"s3cr3t" not in bytes(raw)
    assert message.text == LINK


def test_login_over_starttls(context: ssl.SSLContext, trusted: None) -> None:
    with post_office(context, auth_required=True, require_starttls=True) as office:
        through(office, security=Security.STARTTLS, user=USER, password=PASSWORD)

        assert outcome(write()) == (State.SENT, "")


def test_login_over_tls(context: ssl.SSLContext, trusted: None) -> None:
    with post_office(context, is_tls=True, auth_require_tls=False) as office:
        through(office, security=Security.TLS, user=USER, password=PASSWORD)

        assert outcome(write()) == (State.SENT, "")


def test_a_wrong_password_fails_at_once_and_says_what_to_do(context: ssl.SSLContext, trusted: None) -> None:
    with post_office(context, auth_required=True) as office:
        through(office, security=Security.STARTTLS, user=USER, password="wrong password")
        message = write()

        assert outcome(message) == (State.FAILED, Problem.LOGIN)

    assert (message.attempts, message.said.partition(" ")[0], office.got) == (1, "535", [])
    assert "app password" in message.get_problem_display()
    assert "wrong password" not in message.said


def test_a_server_that_knows_no_login_is_said(office: PostOffice) -> None:
    through(office, user=USER, password=PASSWORD)

    assert outcome(write()) == (State.FAILED, Problem.LOGIN)


def test_without_starttls_nothing_is_said_in_the_clear(office: PostOffice) -> None:
    through(office, security=Security.STARTTLS, user=USER, password=PASSWORD)

    assert outcome(write()) == (State.FAILED, Problem.NO_STARTTLS)
    assert office.got == []


def test_a_certificate_that_nobody_vouches_for_is_refused(context: ssl.SSLContext) -> None:
    with post_office(context) as office:
        through(office, security=Security.STARTTLS)

        assert outcome(write()) == (State.FAILED, Problem.CERTIFICATE)

    assert office.got == []


def test_a_server_that_speaks_no_tls_is_said(office: PostOffice) -> None:
    through(office, security=Security.TLS)

    assert outcome(write()) == (State.FAILED, Problem.NO_TLS)


def test_a_server_that_is_down_is_tried_again_until_it_is_back() -> None:
    port = free_port()
    server.keep(PostOffice(port).server(), actor="owner")
    message = write()

    first = outcome(message)
    waits = DBTaskResult.objects.get(status=TaskResultStatus.READY)

    assert first == (State.WAITING, Problem.SILENT)
    assert waits.run_after is not None
    assert waits.run_after > timezone.now()
    with post_office() as office:
        through(office)
        DBTaskResult.objects.update(run_after=timezone.now())
        assert outcome(message) == (State.SENT, "")
    assert (message.attempts, office.got[0]["Message-ID"]) == (2, message.message_id)


def test_a_server_that_stays_down_fails_in_the_end_and_can_be_tried_by_hand() -> None:
    server.keep(PostOffice(free_port()).server(), actor="owner")
    message = write(text=LINK)

    for _ in range(services.RETRIES + 1):
        over = outcome(message)
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())

    assert (over, message.attempts, message.text) == ((State.FAILED, Problem.SILENT), services.RETRIES + 1, LINK)
    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == 0
    with post_office() as office:
        through(office)
        services.retry(message.pk, actor="owner")
        assert outcome(message) == (State.SENT, "")


@pytest.mark.parametrize(("answer", "state"), [("450 try later", State.WAITING), ("550 no such mailbox", State.FAILED)])
def test_a_refused_recipient_is_final_only_if_the_server_says_so(office: PostOffice, answer: str, state: State) -> None:
    through(office)
    office.recipient_answer = answer
    message = write()

    assert outcome(message) == (state, Problem.RECIPIENT)
    assert message.said == answer


def test_a_refused_mail_keeps_what_the_server_said(office: PostOffice) -> None:
    through(office)
    office.answer = "554 looks like spam"
    message = write()

    assert outcome(message) == (State.FAILED, Problem.REFUSED)
    assert message.said == "554 looks like spam"


@pytest.mark.parametrize(
    "to", ["", "mali", "mali@shop.example\r\nBcc: all@shop.example", "a@shop.example, b@shop.example"]
)
def test_an_address_is_one_address(to: str) -> None:
    with pytest.raises(RecipientInvalid):
        write(to=to)

    assert queries.messages().count() == 0


@pytest.mark.parametrize("subject", ["", "  ", "Hi\r\nBcc: all@shop.example", "Hi\nthere", "a\u2028b", "a\x00b"])
def test_a_subject_brings_no_header_of_its_own(subject: str) -> None:
    with pytest.raises(SubjectInvalid):
        write(subject=subject)

    assert queries.messages().count() == 0


def test_a_text_cannot_end_the_mail(office: PostOffice) -> None:
    through(office)
    write(text="one\r\n.\r\nMAIL FROM:<evil@shop.example>\r\n.two")

    run_waiting(["outbound"])

    assert office.got[0].get_content().splitlines() == ["one", ".", "MAIL FROM:<evil@shop.example>", ".two"]
    assert len(office.got) == 1


def test_what_is_sent_is_not_sent_again(office: PostOffice) -> None:
    through(office)
    message = write()
    run_waiting(["outbound"])

    services.retry(message.pk, actor="owner")
    services.deliver(message.pk)

    assert len(office.got) == 1


def test_a_mail_whose_job_died_is_delivered_all_the_same(office: PostOffice) -> None:
    through(office)
    message = write()
    DBTaskResult.objects.all().delete()

    swept = [services.sweep(), services.sweep()]

    assert (swept, outcome(message), len(office.got)) == ([1, 1], (State.SENT, ""), 1)


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "no-such-host.invalid"])
def test_a_name_that_no_server_has_is_said(office: PostOffice, host: str) -> None:
    through(office, host=host)

    assert outcome(write())[1] == Problem.NAME


def test_old_mails_are_forgotten() -> None:
    old, new = write(), write()
    OutboxMessage.objects.filter(pk=old.pk).update(created_at=timezone.now() - services.KEEP - timedelta(minutes=1))

    gone = services.purge()

    assert (gone, list(queries.messages())) == (1, [new])


def test_the_servers_password_is_sealed_and_not_audited_twice(office: PostOffice, tmp_path: Path) -> None:
    through(office, user=USER, password=PASSWORD)
    through(office, user=USER, password=PASSWORD)

    known = server.current()
    assert known is not None
    assert known.password == PASSWORD
    assert PASSWORD not in str(preferences.read("mail.smtp"))
    assert [line.fields for line in entries(action="setting.change")] == [["mail.smtp"]]
