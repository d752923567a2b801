"""Takes back what an import brought."""

import time

from regulars.base.fields.moments import now
from regulars.collect.files.enums import State
from regulars.collect.files.models import Import
from regulars.unify.identity.errors import BatchUnknown, DecisionRefused, StillWaiting
from regulars.unify.identity.services import withdraw_batch
from regulars.unify.identity.waiting import wait

from . import handing
from .telling import Teller

LOOK_SECONDS = 0.1
PATIENCE = 3_600.0


def undo(row: Import, teller: Teller) -> None:
    """Withdraw the batch, once nothing of it waits any more; harmless when it is withdrawn already.

    What of it the road has not filed yet is filed first: then it is hidden like the rest, and counted.
    """
    teller.step("undoing")
    while waiting := handing.waiting(row.pk):
        teller(row.facts - waiting, row.facts)
        time.sleep(LOOK_SECONDS)
    withdraw(row, teller)
    row.step, row.undone_at = "", now()
    row.state = State.CANCELLED if row.ended_at is None else State.UNDONE
    row.ended_at = row.ended_at or now()


def withdraw(row: Import, teller: Teller) -> None:
    """Hand the decision in, and wait for it."""
    try:
        handed = withdraw_batch(row.pk, actor=row.actor)
    except BatchUnknown:
        return
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            wait(handed, patience=LOOK_SECONDS)
        except StillWaiting:
            teller(0, None)
            if time.monotonic() > deadline:
                raise
        except DecisionRefused:
            return
        else:
            return
