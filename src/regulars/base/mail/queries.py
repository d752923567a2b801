"""Reads the outbox."""

from django.db.models import QuerySet

from .enums import State
from .errors import MessageUnknown
from .letters import without_secrets
from .models import OutboxMessage


def messages(state: str = "") -> QuerySet[OutboxMessage]:
    """All messages, or those of one state, newest first."""
    found = OutboxMessage.objects.order_by("-pk")
    return found.filter(state=state) if state in State.values else found


def message(message_id: int) -> OutboxMessage:
    """Raises MessageUnknown."""
    found = OutboxMessage.objects.filter(pk=message_id).first()
    if found is None:
        raise MessageUnknown
    return found


def text_for(message: OutboxMessage, *, actor: str, is_owner: bool) -> str:
    """What a message says. Links and codes of others' are cut: they could let a colleague in as who may do more."""
    return message.text if is_owner or message.created_by == actor else without_secrets(message.text)


def failed_count() -> int:
    """How many messages could not be sent."""
    return OutboxMessage.objects.filter(state=State.FAILED).count()
