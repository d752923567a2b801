"""Named crash points: where tests kill the process between two durable steps."""

import os
import signal
from itertools import count

from django.conf import settings

passes = count(1)


def crash_point(name: str) -> None:
    """Die at once where REGULARS_CRASH_AT names this point; "name:3" lets it pass twice and dies the third time."""
    wanted, _, number = settings.CRASH_AT.partition(":")
    if name == wanted and next(passes) == int(number or 1):
        os.kill(os.getpid(), signal.SIGKILL)
