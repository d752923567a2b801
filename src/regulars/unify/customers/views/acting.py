"""Carries out what a colleague decided on a page, waits until it is so, and says how it went."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from regulars.unify.identity.errors import IdentityError, StillWaiting
from regulars.unify.identity.services import HandedIn
from regulars.unify.identity.waiting import wait


def carry_out(request: HttpRequest, hand_in: Callable[[], HandedIn], done: str | Callable[[int], str]) -> bool:
    """Whether it is done; if it was refused the reason is shown, if it takes longer that is said.

    `done` is what to say then, or makes it of the position at which the road filed it.
    """
    try:
        position = wait(hand_in())
    except StillWaiting as waits:
        messages.warning(request, str(waits))
        return True
    except IdentityError as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, done if isinstance(done, str) else done(position))
    return True
