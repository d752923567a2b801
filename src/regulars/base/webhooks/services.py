"""Who is told, what is told, and telling it again. How a delivery is made and tried again is in `delivery`."""

import base64
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.base import vault
from regulars.base.audit.services import record
from regulars.base.fields.moments import microseconds
from regulars.base.jobs.services import enqueue

from . import queries
from .address import check_url
from .enums import DeliveryState, MessageType
from .errors import TypeUnknown
from .models import Delivery, Endpoint, Message

SECRET_MARK = "whsec_"  # noqa: S105 how Standard Webhooks marks a secret
SECRET_BYTES = 32
KEEP = timedelta(days=30)
AT_ONCE = 500
MOST_WAITING = 100_000


@dataclass(frozen=True)
class Announcement:
    """Something to tell: `data` holds keys and names only; the same `once` is told once. `occurred_at` in µs."""

    once: str
    type: MessageType
    occurred_at: int
    data: dict[str, Any]


@transaction.atomic
def create_endpoint(
    url: str, *, events: Collection[str] = (), description: str = "", actor: str
) -> tuple[Endpoint, str]:
    """A new endpoint and its signing secret, which is shown this once. Raises AddressRefused, TypeUnknown."""
    check_url(url)
    check_types(events)
    secret = new_secret()
    endpoint = Endpoint.objects.create(
        url=url, events=sorted(set(events)), description=description, secret=sealed(secret), created_by=actor
    )
    record("webhook.create", actor=actor, object_type="webhook", keys=[endpoint.pk], fields=endpoint.events)
    return endpoint, secret


@transaction.atomic
def change_endpoint(endpoint_id: int, *, actor: str, **changes: Any) -> Endpoint:
    """Change `url`, `events`, `description` or `is_enabled`; switching it on forgives its failures.

    Raises EndpointUnknown, AddressRefused, TypeUnknown.
    """
    endpoint = queries.endpoint(endpoint_id)
    check_url(changes.get("url", endpoint.url))
    check_types(changes.get("events", ()))
    if changes.get("is_enabled") or "url" in changes:
        changes |= {"disabled_because": "", "failing_since": None, "retry_at": None, "failures": 0}
    for name, value in changes.items():
        setattr(endpoint, name, sorted(set(value)) if name == "events" else value)
    endpoint.save(update_fields=list(changes))
    record("webhook.change", actor=actor, object_type="webhook", keys=[endpoint.pk], fields=changes)
    if endpoint.is_enabled:
        start(endpoint.pk)
    return endpoint


@transaction.atomic
def rotate_secret(endpoint_id: int, *, actor: str) -> str:
    """A new signing secret, from the next delivery on. Raises EndpointUnknown."""
    endpoint, secret = queries.endpoint(endpoint_id), new_secret()
    endpoint.secret = sealed(secret)
    endpoint.save(update_fields=["secret"])
    record("webhook.rotate", actor=actor, object_type="webhook", keys=[endpoint.pk])
    return secret


@transaction.atomic
def delete_endpoint(endpoint_id: int, *, actor: str) -> None:
    """Forget an endpoint and its deliveries. Raises EndpointUnknown."""
    endpoint = queries.endpoint(endpoint_id)
    record("webhook.delete", actor=actor, object_type="webhook", keys=[endpoint.pk])
    endpoint.delete()


@transaction.atomic
def emit(announcements: Sequence[Announcement]) -> int:
    """Tell every enabled endpoint that wants to hear it; what was told before is left out. Returns how many are new."""
    listening = [endpoint for endpoint in Endpoint.objects.filter(is_enabled=True) if keeps_up(endpoint)]
    wanted = [one for one in announcements if any(wants(endpoint, one.type) for endpoint in listening)]
    told = set(Message.objects.filter(once__in=[one.once for one in wanted]).values_list("once", flat=True))
    messages = Message.objects.bulk_create(
        Message(once=one.once, type=one.type, occurred_at=one.occurred_at, data=one.data)
        for one in {one.once: one for one in wanted}.values()
        if one.once not in told
    )
    deliveries = [
        Delivery(message=message, endpoint=endpoint)
        for message in messages
        for endpoint in listening
        if wants(endpoint, message.type)
    ]
    Delivery.objects.bulk_create(deliveries, batch_size=AT_ONCE)
    for endpoint_id in sorted({delivery.endpoint_id for delivery in deliveries}):
        start(endpoint_id)
    return len(messages)


@transaction.atomic
def replay(delivery_id: int, *, actor: str) -> Delivery:
    """Deliver once more, with the same id, whatever became of it. Raises DeliveryUnknown."""
    delivery = queries.delivery(delivery_id)
    delivery.state, delivery.attempts, delivery.settled_at = DeliveryState.WAITING, 0, None
    delivery.save(update_fields=["state", "attempts", "settled_at"])
    record("webhook.replay", actor=actor, object_type="delivery", keys=[delivery.pk])
    start(delivery.endpoint_id)
    return delivery


def sweep() -> int:
    """Start every endpoint for which something waits; returns how many. Whatever was missed begins again here."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, endpoint__is_enabled=True)
    due = set(waiting.values_list("endpoint_id", flat=True).distinct())
    for endpoint_id in sorted(due):
        start(endpoint_id)
    return len(due)


@transaction.atomic
def give_up(endpoint: Endpoint, reason: str) -> None:
    """Switch an endpoint off; what waits for it has failed, and can be replayed."""
    endpoint.is_enabled, endpoint.disabled_because = False, reason
    endpoint.save(update_fields=["is_enabled", "disabled_because", "failing_since", "failures"])
    waiting = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.FAILED, settled_at=timezone.now())
    record("webhook.give_up", actor="system", object_type="webhook", keys=[endpoint.pk])


def start(endpoint_id: int) -> None:
    """Have an endpoint's waiting deliveries made soon."""
    enqueue("webhooks.deliver", once=True, endpoint=endpoint_id)


def purge() -> int:
    """Delete messages of which every delivery was settled thirty days ago; returns how many went."""
    before = timezone.now() - KEEP
    fresh = Delivery.objects.exclude(settled_at__lt=before).values("message_id")
    old = Message.objects.filter(occurred_at__lt=microseconds(before))
    return old.exclude(pk__in=fresh).delete()[1].get("webhooks.Message", 0)


def keeps_up(endpoint: Endpoint) -> bool:
    """Whether an endpoint is not too far behind; one that is, is switched off."""
    if not endpoint.failures:
        return True
    if Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING).count() < MOST_WAITING:
        return True
    give_up(endpoint, "too many messages wait")
    return False


def wants(endpoint: Endpoint, type_: str) -> bool:
    """Whether an endpoint asked for this type of event."""
    return not endpoint.events or type_ in endpoint.events


def check_types(types: Collection[str]) -> None:
    """Raises TypeUnknown."""
    if set(types) - set(MessageType.values):
        raise TypeUnknown


def new_secret() -> str:
    """A secret in the form of Standard Webhooks."""
    return SECRET_MARK + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sealed(secret: str) -> bytes:
    """The secret as the database keeps it."""
    return vault.seal("webhook", secret.encode())
