"""Does something in a process of its own, with bounds on memory and time.

A workbook is read by native code that holds it in memory; a malicious or damaged one may ask for any amount of it, or
take the process down. So it takes down one that nobody misses.
"""

import contextlib
import logging
import os
import pickle
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from typing import Any, TypeVar

from .errors import Broken, ReadingError, Stopped, TooMuch

logger = logging.getLogger(__name__)

Result = TypeVar("Result")
Told = Callable[[int, int | None], None]

LEAST_MEMORY, MOST_MEMORY = 2 * 1024**3, 6 * 1024**3
MODULE = "regulars.collect.files.reading.child"
PROGRESS = struct.Struct("<qq")
WAIT = 0.05


def never() -> bool:
    return False


def run(
    work: Callable[..., Result], *given: Any, seconds: float, told: Told | None = None,
    stop: Callable[[], bool] = never,
) -> Result:  # fmt: skip
    """What `work(*given)` returns or raises; `work` is a function of a module, what it takes and gives is picklable.

    Where `told` is given, `work` gets a function as its last argument to tell how far it has got. Raises TooMuch where
    it needs more time or memory than it may have, Broken where it fails in no known way, Stopped.
    """
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as asked:
        pickle.dump((work, given, told is not None, most_memory()), asked)
        asked.seek(0)
        child = subprocess.Popen([sys.executable, "-m", MODULE], stdin=asked, stdout=answer, stderr=subprocess.DEVNULL)
        try:
            wait(child, answer.fileno(), time.monotonic() + seconds, told, stop)
        finally:
            child.kill()
            child.wait()
        answer.seek(PROGRESS.size)
        result: Result = outcome(answer.read(), child.returncode)
    return result


def wait(
    child: "subprocess.Popen[bytes]", answer: int, until: float, told: Told | None, stop: Callable[[], bool]
) -> None:
    """Until it ends. Raises TooMuch, Stopped."""
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(WAIT)
            return
        if told:
            rows, total = PROGRESS.unpack(os.pread(answer, PROGRESS.size, 0).ljust(PROGRESS.size, b"\0"))
            told(rows, total or None)
        if time.monotonic() > until:
            raise TooMuch
        if stop():
            raise Stopped


def outcome(answer: bytes, code: int) -> Any:
    """What the child said. Our own process wrote it: it is no file of somebody's."""
    if not answer:
        raise TooMuch if -code in {signal.SIGABRT, signal.SIGKILL} else Broken
    result, error, story = pickle.loads(answer)  # noqa: S301
    if story:
        logger.warning("A file could not be read: %s", story)
    if error is not None:
        raise error
    return result


def answer_to(asked: Any, answer: int) -> None:
    """The child's part: do what is asked, and say how it ended."""
    work, given, tells, memory = pickle.load(asked)  # noqa: S301
    os.write(answer, PROGRESS.pack(0, 0))
    bound_memory(memory)
    more = [lambda rows, total: os.pwrite(answer, PROGRESS.pack(rows, total or 0), 0)] if tells else []
    said: tuple[Any, ReadingError | None, str]
    try:
        said = work(*given, *more), None, ""
    except ReadingError as error:
        said = None, error, ""
    except MemoryError:
        said = None, TooMuch(), ""
    except BaseException:  # noqa: BLE001  the edge of a process; a panic of native code is no Exception
        said = None, Broken(), traceback.format_exc()
    os.write(answer, pickle.dumps(said))


def most_memory() -> int:
    """Half of the machine's memory, within bounds; 0 where the system does not tell."""
    with contextlib.suppress(AttributeError, ValueError, OSError):
        half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
        return min(max(half, LEAST_MEMORY), MOST_MEMORY)
    return 0


def bound_memory(most: int) -> None:
    """No more address space than this, where the system can do that."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  not on every system

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if most:
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
