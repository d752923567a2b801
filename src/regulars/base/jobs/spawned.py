"""The start of a process of ours; imports nothing of ours before Django is set up."""

import pickle

import django


def run(pickled: bytes, *given: object) -> None:
    """Call a function, which is pickled because its module needs Django."""
    django.setup()
    pickle.loads(pickled)(*given)  # noqa: S301  our own process wrote it
