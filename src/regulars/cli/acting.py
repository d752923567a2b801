"""Waits until what a command decided is done."""

from regulars.unify.identity.services import HandedIn
from regulars.unify.road.waiting import COMMAND_SECONDS, carry_out


def done(handed: HandedIn) -> int:
    """The position of the decision. Raises DecisionRefused, StillWaiting."""
    return carry_out(handed, patience=COMMAND_SECONDS)
