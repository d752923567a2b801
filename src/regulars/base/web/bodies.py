"""Bounds what a request to a page or to /api may send, before Django keeps any of it on disk."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from asgiref.typing import ASGIReceiveCallable, ASGIReceiveEvent

MOST_READ = 8 << 20
"""Bytes. A body of up to this is read and refused with the reason; the sender of a longer one is cut off."""
MOST_HELD = 64 << 20
"""Bytes that all bodies may have together while they are read; who brings more than that is cut off."""
SECONDS = 30.0
"""A body that has not arrived by then never will."""

_held = 0


@contextmanager
def bounded(receive: ASGIReceiveCallable, seconds: float = SECONDS) -> Iterator[ASGIReceiveCallable]:
    """What the sender says, as if they had left once they have said too much, or take too long."""
    mine, is_whole = 0, False
    deadline = asyncio.get_running_loop().time() + seconds

    async def listen() -> ASGIReceiveEvent:
        nonlocal mine, is_whole
        global _held
        try:
            async with asyncio.timeout_at(None if is_whole else deadline):
                message = await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        if message["type"] == "http.request":
            read = len(message.get("body", b""))
            mine, _held, is_whole = mine + read, _held + read, not message.get("more_body", False)
            if mine > MOST_READ or _held > MOST_HELD:
                return {"type": "http.disconnect"}
        return message

    try:
        yield listen
    finally:
        forget(mine)


def forget(read: int) -> None:
    """A body of so many bytes is no longer held."""
    global _held  # noqa: PLW0603 one count a process
    _held -= read
