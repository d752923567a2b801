"""Named crash points: where tests kill the process between two durable steps."""

import os
import signal

from django.conf import settings


def crash_point(name: str) -> None:
    """Die at once, as in a power cut, where REGULARS_CRASH_AT names this point."""
    if name == settings.CRASH_AT:
        os.kill(os.getpid(), signal.SIGKILL)
