"""Puts mails and text messages into the outbox, hands them in, and forgets old ones."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from regulars.base.audit.services import record
from regulars.base.jobs.services import enqueue
from regulars.base.web import business

from . import queries, server
from .enums import Channel, Problem, State
from .errors import RecipientInvalid, SendingFailed, SubjectInvalid, TooManyTexts
from .letters import Letter, is_one_line, letter, new_message_id, without_secrets
from .models import OutboxMessage
from .sms import gateway
from .sms.numbers import mobile_number
from .smtp import hand_in

RETRIES = 8
"""After the first attempt: within about four hours."""
KEEP = timedelta(days=30)
MOST_TEXTS_AN_HOUR = 100


@transaction.atomic
def send(*, to: str, subject: str, text: str, actor: str, good_until: datetime | None = None) -> OutboxMessage:
    """Put a mail into the outbox; where a mail server is set, a job delivers it.

    It leaves with the caller's transaction. Its text may hold a link that lets in, or a code: both are cut once it is
    sent. Raises RecipientInvalid, SubjectInvalid.
    """
    check_recipient(to)
    return put(OutboxMessage(to=to, created_by=actor, good_until=good_until), subject, text, actor)


@transaction.atomic
def send_text(*, to: str, subject: str, text: str, actor: str, good_until: datetime | None = None) -> OutboxMessage:
    """Put a text message to a mobile number (E.164) into the outbox; where a gateway is set, a job delivers it.

    The subject names it in the outbox, and is not sent. Raises NumberInvalid, TooManyTexts, SubjectInvalid.
    """
    number = mobile_number(to)
    check_texts()
    made = OutboxMessage(channel=Channel.SMS, to=number, created_by=actor, good_until=good_until)
    return put(made, subject, text, actor)


def put(message: OutboxMessage, subject: str, text: str, actor: str) -> OutboxMessage:
    """Into the outbox, and on its way. Raises SubjectInvalid."""
    if not is_one_line(subject):
        raise SubjectInvalid
    message.subject, message.text = subject[:200], text
    start(message)
    record("mail.send", actor=actor, object_type="mail", keys=[message.pk])
    return message


def check_texts() -> None:
    """Text messages cost money, whoever has them written. Raises TooManyTexts."""
    since = timezone.now() - timedelta(hours=1)
    if OutboxMessage.objects.filter(channel=Channel.SMS, created_at__gt=since).count() >= MOST_TEXTS_AN_HOUR:
        raise TooManyTexts


@transaction.atomic
def retry(message_id: int, *, actor: str) -> OutboxMessage:
    """Try an unsent message again, from the first attempt on; harmless for a sent one. Raises MessageUnknown."""
    message = queries.message(message_id)
    if message.state in {State.FAILED, State.KEPT}:
        start(message)
        record("mail.retry", actor=actor, object_type="mail", keys=[message.pk])
    return message


def start(message: OutboxMessage) -> None:
    """Have it delivered soon, or keep it for somebody to read where nobody could deliver it."""
    has_way = (gateway.current() if message.is_text else server.current()) is not None
    unset = Problem.GATEWAY_UNSET if message.is_text else Problem.UNSET
    message.state, message.problem = (State.WAITING, "") if has_way else (State.KEPT, unset)
    message.attempts, message.said = 0, ""
    message.save()
    if has_way:
        enqueue("mail.deliver", once=True, message=message.pk)


def check_recipient(to: str) -> None:
    """Raises RecipientInvalid."""
    try:
        validate_email(to)
    except ValidationError as error:
        raise RecipientInvalid from error


def deliver(message_id: int) -> str:
    """One attempt; returns the state that the message is in then. Raises SendingFailed where another one may help."""
    message = OutboxMessage.objects.filter(pk=message_id, state=State.WAITING).first()
    if message is None:
        return ""
    try:
        check_time(message)
        is_handed_in = hand_in_text(message) if message.is_text else hand_in_mail(message)
    except SendingFailed as failure:
        note_failure(message, failure)
        if message.state == State.WAITING:
            raise
    else:
        note_sent(message) if is_handed_in else start(message)
    return message.state


def check_time(message: OutboxMessage) -> None:
    """Raises SendingFailed for what is of no use any more."""
    if message.good_until is not None and message.good_until < timezone.now():
        raise SendingFailed(Problem.LATE, is_final=True)


def hand_in_mail(message: OutboxMessage) -> bool:
    """Whether there was a mail server to take it. Raises SendingFailed."""
    chosen = server.current()
    if chosen is None:
        return False
    name_once(message, chosen)
    hand_in(written(message, chosen), chosen)
    return True


def hand_in_text(message: OutboxMessage) -> bool:
    """Whether there was a gateway to take it. Raises SendingFailed."""
    chosen = gateway.current()
    if chosen is None:
        return False
    gateway.hand_in(message.to, message.text, str(message.pk), chosen)
    return True


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
    """Deliver what waits and was forgotten, should its job have died; returns how many messages wait."""
    waiting = OutboxMessage.objects.filter(state=State.WAITING).values_list("pk", flat=True)
    for message_id in waiting:
        enqueue("mail.deliver", once=True, message=message_id)
    return len(waiting)


def forget_recipients(addresses: Iterable[str]) -> int:
    """Delete messages to these addresses and numbers, sent or not; returns how many went."""
    return OutboxMessage.objects.filter(to__in=list(addresses)).delete()[0]


def purge() -> int:
    """Delete messages that are thirty days old; returns how many went."""
    return OutboxMessage.objects.filter(created_at__lt=timezone.now() - KEEP).delete()[0]
