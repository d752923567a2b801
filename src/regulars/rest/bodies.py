"""Bounds what a request to /api may send, before Django keeps any of it on disk."""

from asgiref.typing import ASGIReceiveCallable, ASGIReceiveEvent

MOST_READ = 8 << 20
"""Bytes. A body of up to this is read and refused with the reason; the sender of a longer one is cut off."""


def bounded(receive: ASGIReceiveCallable) -> ASGIReceiveCallable:
    """What the sender says, as if they had left once they have said too much."""
    read = 0

    async def listen() -> ASGIReceiveEvent:
        nonlocal read
        message = await receive()
        if message["type"] == "http.request":
            read += len(message.get("body", b""))
            if read > MOST_READ:
                return {"type": "http.disconnect"}
        return message

    return listen
