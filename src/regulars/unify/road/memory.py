"""What the road's process does so that its memory stays flat: collect when nobody waits, give back what merges took."""

import ctypes
import gc
import time

import pyarrow as pa

COLLECT_SECONDS = 60.0


def settle() -> None:
    """At the start of the process: what is loaded stays, and collecting is left to `Collector`.

    Batches make and drop many small objects at once; collecting them by the thousand costs a tenth of the time, and a
    full collection inside a transaction would keep a page waiting.
    """
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000_000)
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)


def give_back() -> None:
    """Return free memory to the system, where the C library can."""
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class Collector:
    """A full collection now and then, between two transactions."""

    def __init__(self) -> None:
        self.collected_at = time.monotonic()

    def turn(self) -> None:
        """Collect if the last time is a minute ago."""
        if time.monotonic() - self.collected_at >= COLLECT_SECONDS:
            gc.collect()
            give_back()
            self.collected_at = time.monotonic()
