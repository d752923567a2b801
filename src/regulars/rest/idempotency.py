"""Carries out each mutation once: the answer to an Idempotency-Key is kept for a day and given again."""

import json
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from regulars.base import vault

from .errors import IdempotencyKeyInvalid, KeyReused, StillRunning
from .models import KeptAnswer

KEEP = timedelta(hours=24)
ABANDONED_AFTER = timedelta(minutes=1)
"""A request that is not answered by then died with its process; it may be carried out again."""
LONGEST_KEY = 255
KEPT_HEADERS = ("Content-Type", "Location")
LABEL = "rest-idempotency"


def once(request: HttpRequest, key_id: int, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer to a mutation; without an Idempotency-Key it is just carried out.

    Raises IdempotencyKeyInvalid, KeyReused (for another request), StillRunning.
    """
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return answer()
    kept, is_new = claim(key_id, hash_of_key(given), hash_of_request(request))
    if not is_new:
        return again(kept)
    try:
        response = answer()
    except BaseException:
        kept.delete()
        raise
    keep(kept, response)
    return response


def claim(key_id: int, key_hash: bytes, request_hash: bytes) -> tuple[KeptAnswer, bool]:
    """The row of this key, and whether this request is the one to carry out. Raises KeyReused, StillRunning."""
    now = timezone.now()
    mine = KeptAnswer(api_key_id=key_id, idempotency_hash=key_hash, request_hash=request_hash, started_at=now)
    try:
        with transaction.atomic():
            mine.save(force_insert=True)
        return mine, True
    except IntegrityError:
        kept = KeptAnswer.objects.filter(api_key_id=key_id, idempotency_hash=key_hash).first()
    if kept is None:
        raise StillRunning
    if bytes(kept.request_hash) != request_hash:
        raise KeyReused
    if kept.status == 0 and not take_over(kept):
        raise StillRunning
    return kept, kept.status == 0


def take_over(kept: KeptAnswer) -> bool:
    """Whether an abandoned request is ours now."""
    now = timezone.now()
    same = KeptAnswer.objects.filter(pk=kept.pk, status=0, started_at__lt=now - ABANDONED_AFTER)
    return bool(same.update(started_at=now))


def keep(kept: KeptAnswer, response: HttpResponse) -> None:
    """Keep an answer; what failed through no fault of the request may be sent again."""
    if response.status_code >= 500:
        kept.delete()
        return
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    plain = json.dumps([headers, response.content.decode()]).encode()
    sealed = vault.seal(LABEL, plain, context=bytes(kept.idempotency_hash))
    KeptAnswer.objects.filter(pk=kept.pk).update(status=response.status_code, answer=sealed)


def again(kept: KeptAnswer) -> HttpResponse:
    """The kept answer."""
    plain = vault.unseal(LABEL, bytes(kept.answer), context=bytes(kept.idempotency_hash))
    headers, body = json.loads(plain)
    return HttpResponse(body, status=kept.status, headers={**headers, "Idempotent-Replayed": "true"})


def hash_of_key(given: str) -> bytes:
    """Raises IdempotencyKeyInvalid."""
    if not (0 < len(given) <= LONGEST_KEY and given.isascii() and given.isprintable()):
        raise IdempotencyKeyInvalid
    return vault.keyed_hash(LABEL, given.encode())


def hash_of_request(request: HttpRequest) -> bytes:
    """Two requests are the same if method, address and body are."""
    said = "\0".join((request.method or "", request.get_full_path(), ""))
    return vault.keyed_hash(LABEL, said.encode() + request.body)


def purge() -> int:
    """Delete answers older than a day; returns how many went."""
    return KeptAnswer.objects.filter(started_at__lt=timezone.now() - KEEP).delete()[0]
