"""Makes deliveries, signed as Standard Webhooks says (https://www.standardwebhooks.com), and tries again."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from regulars.base import vault
from regulars.base.fields.moments import rfc_3339
from regulars.base.jobs.services import enqueue

from .address import resolve
from .enums import DeliveryState
from .errors import AddressRefused
from .models import Delivery, Endpoint
from .services import give_up

TIMEOUT = 15.0
WAITS = tuple(timedelta(minutes=minutes) for minutes in (0.1, 1, 5, 30, 120, 300, 600, 840, 1200))
"""Until the next attempt, after so many failures of the endpoint; then as the last."""
GIVE_UP = timedelta(days=5)
LOGGED = 10
AT_ONCE = 200
GONE = 410


def deliver_waiting(endpoint_id: int) -> int:
    """Make an endpoint's waiting deliveries, oldest first, until one fails; returns how many arrived."""
    endpoint = Endpoint.objects.filter(pk=endpoint_id, is_enabled=True).first()
    if endpoint is None:
        return 0
    if endpoint.retry_at is not None and endpoint.retry_at > timezone.now():
        later(endpoint)
        return 0
    made = 0
    with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
        while waiting := next_waiting(endpoint):
            for delivery in waiting:
                if not attempt(delivery, endpoint, client):
                    return made
                made += 1
    return made


def next_waiting(endpoint: Endpoint) -> list[Delivery]:
    """The oldest deliveries that wait; none any more once somebody has switched the endpoint off."""
    waiting = Delivery.objects.filter(endpoint=endpoint, endpoint__is_enabled=True, state=DeliveryState.WAITING)
    return list(waiting.select_related("message").order_by("pk")[:AT_ONCE])


def attempt(delivery: Delivery, endpoint: Endpoint, client: httpx.Client) -> bool:
    """One attempt, whose outcome is kept."""
    started = time.monotonic()
    status, problem = 0, ""
    try:
        status = send(delivery, endpoint, client)
    except (httpx.HTTPError, OSError, AddressRefused) as error:
        problem = f"{type(error).__name__}: {error}"[:200]
    arrived = 200 <= status < 300
    note(delivery, status, problem, time.monotonic() - started, arrived=arrived)
    recovered(endpoint) if arrived else failed(endpoint, status)
    return arrived


def send(delivery: Delivery, endpoint: Endpoint, client: httpx.Client) -> int:
    """POST the signed message to the address that was checked. Raises HTTPError, OSError, AddressRefused."""
    url = httpx.URL(endpoint.url)
    body = body_of(delivery)
    request = client.build_request(
        "POST",
        url.copy_with(host=resolve(endpoint.url)),
        content=body.encode(),
        headers={
            "Host": url.netloc.decode(),
            "Content-Type": "application/json",
            "User-Agent": "Regulars-Webhooks",
            **signature(delivery, endpoint, body),
        },
        extensions={"sni_hostname": url.host},
    )
    # What the other side answers is nothing to us but its status: its body is never read.
    response = client.send(request, stream=True)
    response.close()
    return response.status_code


def body_of(delivery: Delivery) -> str:
    """The message as JSON: the same at every attempt."""
    message = delivery.message
    said = {"type": message.type, "timestamp": rfc_3339(message.occurred_at), "data": message.data}
    return json.dumps(said, separators=(",", ":"))


def signature(delivery: Delivery, endpoint: Endpoint, body: str) -> dict[str, str]:
    """The three headers by which the receiver knows that it was us, and when."""
    secret = vault.unseal("webhook", bytes(endpoint.secret)).decode()
    id_, now = f"msg_{delivery.message_id}", datetime.now(UTC)
    signed = Webhook(secret).sign(id_, now, body)
    return {"webhook-id": id_, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signed}


def note(delivery: Delivery, status: int, problem: str, seconds: float, *, arrived: bool) -> None:
    """Keep what became of an attempt."""
    entry: dict[str, Any] = {"at": timezone.now().isoformat(), "status": status, "ms": round(seconds * 1000)}
    delivery.attempts += 1
    delivery.log = [*delivery.log, entry | ({"error": problem} if problem else {})][-LOGGED:]
    if arrived:
        delivery.state, delivery.settled_at = DeliveryState.DELIVERED, timezone.now()
    delivery.save(update_fields=["attempts", "log", "state", "settled_at"])


def recovered(endpoint: Endpoint) -> None:
    """What arrives ends a row of failures."""
    if endpoint.failures:
        endpoint.failures, endpoint.failing_since, endpoint.retry_at = 0, None, None
        endpoint.save(update_fields=["failures", "failing_since", "retry_at"])


def failed(endpoint: Endpoint, status: int) -> None:
    """Wait longer and longer; after five days, or where the address is gone for good, stop and say why."""
    now = timezone.now()
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.failures += 1
    if status == GONE or now - endpoint.failing_since > GIVE_UP:
        give_up(endpoint, "410 Gone" if status == GONE else "failing for five days")
        return
    endpoint.retry_at = now + WAITS[min(endpoint.failures, len(WAITS)) - 1]
    endpoint.save(update_fields=["failing_since", "failures", "retry_at"])
    later(endpoint)


def later(endpoint: Endpoint) -> None:
    """Come back when the endpoint's wait is over."""
    assert endpoint.retry_at is not None
    # The moment makes it another job than the one that is running now.
    at = int(endpoint.retry_at.timestamp())
    enqueue("webhooks.try_again", once=True, run_after=endpoint.retry_at, endpoint=endpoint.pk, at=at)
