"""Puts mails into the outbox, hands them to the mail server, and forgets old ones."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from regulars.base.audit.services import record
from regulars.base.jobs.services import enqueue
from regulars.base.web import business

from . import queries, server
from .enums import Problem, State
from .errors import RecipientInvalid, SendingFailed, SubjectInvalid
from .letters import Letter, is_one_line, letter, new_message_id, without_secrets
from .models import OutboxMessage
from .smtp import hand_in

RETRIES = 8
"""After the first attempt: within about four hours."""
KEEP = timedelta(days=30)


@transaction.atomic
def send(*, to: str, subject: str, text: str, actor: str) -> OutboxMessage:
    """Put a mail into the outbox; where a mail server is set, a job delivers it.

    It leaves with the caller's transaction. Its text may hold a link that lets in: once sent, links are cut.
    Raises RecipientInvalid, SubjectInvalid.
    """
    check_recipient(to)
    if not is_one_line(subject):
        raise SubjectInvalid
    message = OutboxMessage(to=to, subject=subject[:200], created_by=actor)
    message.text = text
    start(message, has_server=server.current() is not None)
    record("mail.send", actor=actor, object_type="mail", keys=[message.pk])
    return message


@transaction.atomic
def retry(message_id: int, *, actor: str) -> OutboxMessage:
    """Try an unsent mail again, from the first attempt on; harmless for a sent one. Raises MessageUnknown."""
    message = queries.message(message_id)
    if message.state in {State.FAILED, State.KEPT}:
        start(message, has_server=server.current() is not None)
        record("mail.retry", actor=actor, object_type="mail", keys=[message.pk])
    return message


def start(message: OutboxMessage, *, has_server: bool) -> None:
    """Have it delivered soon, or keep it for somebody to read where there is no mail server."""
    message.state, message.problem = (State.WAITING, "") if has_server else (State.KEPT, Problem.UNSET)
    message.attempts, message.said = 0, ""
    message.save()
    if has_server:
        enqueue("mail.deliver", once=True, message=message.pk)


def check_recipient(to: str) -> None:
    """Raises RecipientInvalid."""
    try:
        validate_email(to)
    except ValidationError as error:
        raise RecipientInvalid from error


def deliver(message_id: int) -> str:
    """One attempt; returns the state that the mail is in then. Raises SendingFailed where another attempt may help."""
    message = OutboxMessage.objects.filter(pk=message_id, state=State.WAITING).first()
    chosen = server.current()
    if message is None:
        return ""
    if chosen is None:
        start(message, has_server=False)
        return message.state
    name_once(message, chosen)
    try:
        hand_in(written(message, chosen), chosen)
    except SendingFailed as failure:
        note_failure(message, failure)
        if message.state == State.WAITING:
            raise
    else:
        note_sent(message)
    return message.state


def name_once(message: OutboxMessage, chosen: server.Server) -> None:
    """Give it its Message-ID, the same at every attempt: should one arrive twice, mail programs show it once."""
    if not message.message_id:
        message.message_id = new_message_id(chosen.sender)
        message.save(update_fields=["message_id"])


def written(message: OutboxMessage, chosen: server.Server) -> Letter:
    """The mail as it goes over the wire."""
    return letter(
        to=message.to,
        subject=message.subject,
        text=message.text,
        sender=chosen.sender,
        name=business.name(),
        message_id=message.message_id,
        at=timezone.localtime(message.created_at, business.zone()),
    )


def note_sent(message: OutboxMessage) -> None:
    message.state, message.sent_at, message.problem, message.said = State.SENT, timezone.now(), "", ""
    message.attempts += 1
    message.text = without_secrets(message.text)
    message.save(update_fields=["state", "sent_at", "problem", "said", "attempts", "sealed"])


def note_failure(message: OutboxMessage, failure: SendingFailed) -> None:
    message.attempts += 1
    is_over = failure.is_final or message.attempts > RETRIES
    message.state = State.FAILED if is_over else State.WAITING
    message.problem, message.said = failure.problem, failure.said
    message.save(update_fields=["state", "problem", "said", "attempts"])


def sweep() -> int:
    """Deliver what waits and was forgotten, should its job have died; returns how many mails wait."""
    waiting = OutboxMessage.objects.filter(state=State.WAITING).values_list("pk", flat=True)
    for message_id in waiting:
        enqueue("mail.deliver", once=True, message=message_id)
    return len(waiting)


def forget_recipients(addresses: Iterable[str]) -> int:
    """Delete mails to these addresses, sent or not; returns how many went."""
    return OutboxMessage.objects.filter(to__in=list(addresses)).delete()[0]


def purge() -> int:
    """Delete mails that are thirty days old; returns how many went."""
    return OutboxMessage.objects.filter(created_at__lt=timezone.now() - KEEP).delete()[0]
