"""The start of a process of ours; imports nothing of ours before Django is set up."""

import pickle
import signal

import django


def run(pickled: bytes, *given: object) -> None:
    """Call a function, which is pickled because its module needs Django. An interrupt is left to who began it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    pickle.loads(pickled)(*given)  # noqa: S301  our own process wrote it
