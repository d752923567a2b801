"""Read your own write: wait until the road has filed what was handed in, or file it here if no road runs."""

import time

from regulars.base.lake.errors import LeaseHeld
from regulars.unify.facts import inbox
from regulars.unify.facts.fact import decode_facts
from regulars.unify.identity.errors import StillWaiting
from regulars.unify.identity.services import HandedIn
from regulars.unify.identity.waiting import LOOK_SECONDS, PAGE_SECONDS, filed_at

from .loop import Road

COMMAND_SECONDS = 30.0


def carry_out(handed: HandedIn, *, patience: float = PAGE_SECONDS) -> int:
    """The position at which the request was filed. Raises DecisionRefused, StillWaiting (after `patience` seconds)."""
    deadline = time.monotonic() + patience
    while (position := filed_at(handed)) is None:
        if not file_here(handed):
            time.sleep(LOOK_SECONDS)
        if time.monotonic() >= deadline and filed_at(handed) is None:
            raise StillWaiting
    return position


def handed_in(inbox_id: int) -> HandedIn | None:
    """A request by its inbox id; None if the road has filed and forgotten it already."""
    for request in inbox.rows([inbox_id]):
        return HandedIn(request.id, request.source, decode_facts(request.body)[0].message_id, request.received_at)
    return None


def file_here(handed: HandedIn) -> bool:
    """File what is ahead of it and the request itself, if no other road does; False if one does."""
    try:
        with Road() as road:
            while filed_at(handed) is None and road.turn():
                pass
            road.flush()
    except LeaseHeld:
        return False
    return True
