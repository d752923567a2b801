"""A process that prepares or compares rows; imports nothing of ours before Django is set up."""

import gc
import os
import pickle
from collections.abc import Callable
from typing import Any

import django
import pyarrow as pa

GIVES_WAY = 10
"""Of 19: by so much everything else comes first where cores are short."""
work: Callable[[Any], Any]


def begin(pickled: bytes) -> None:
    """The start of the process; the work is pickled, because its modules need Django."""
    global work  # noqa: PLW0603  a process of a pool has nothing else to keep it in
    # Whoever opens a page meanwhile goes first.
    os.nice(GIVES_WAY)
    django.setup()
    pa.set_cpu_count(1)
    # What is loaded stays; facts refer to each other in no circle, so looking at all those of a chunk finds nothing.
    gc.freeze()
    gc.set_threshold(2_000_000, 50, 1_000)
    work = pickle.loads(pickled)  # noqa: S301  our own process wrote it


def work_one(chunk: Any) -> Any:
    """One chunk."""
    return work(chunk)
