"""What every child holds on to: the supervisor's pipe, and the signal to end."""

import os
import signal
import threading
import time

DRAIN_SECONDS = 30.0


def stop_on_signal() -> threading.Event:
    """An event that SIGTERM and SIGINT set."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    return stop


def follow_supervisor(leash: int) -> None:
    """From now on, end with the supervisor; `leash` is the reading end of a pipe that it alone holds open."""
    threading.Thread(target=follow, args=(leash,), name="leash", daemon=True).start()


def follow(leash: int) -> None:
    # The pipe breaks however the supervisor went, kill -9 included, on every system and without polling.
    os.read(leash, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(DRAIN_SECONDS)
    os._exit(1)
