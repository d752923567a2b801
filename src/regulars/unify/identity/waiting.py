"""Read your own write: wait until the road has filed what was handed in."""

import time
from hashlib import blake2b

from regulars.unify.facts import sql

from .errors import DecisionRefused, StillWaiting
from .queries import words
from .services import HandedIn

PAGE_SECONDS = 2.0
LOOK_SECONDS = 0.02


def wait(handed: HandedIn, *, patience: float = PAGE_SECONDS) -> int:
    """The position at which the road filed it. Raises DecisionRefused, StillWaiting (after `patience` seconds)."""
    deadline = time.monotonic() + patience
    while (position := filed_at(handed)) is None:
        if time.monotonic() >= deadline:
            raise StillWaiting
        time.sleep(LOOK_SECONDS)
    return position


def filed_at(handed: HandedIn) -> int | None:
    """Where it was filed; None while it waits. Raises DecisionRefused."""
    digest = blake2b(handed.message_id.encode(), digest_size=16).digest()
    seen = sql.run("SELECT position FROM seen WHERE source = %s AND hash = %s", handed.source, digest)
    if seen:
        return int(seen[0][0])
    refused = sql.run(
        "SELECT code FROM refusal WHERE refused_at = %s AND source = %s AND message_id IN (%s, '')",
        *(handed.received_at, handed.source, handed.message_id),
    )
    if refused:
        raise DecisionRefused(reason=words.refusal(refused[0][0]))
    return None
