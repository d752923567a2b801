"""A body without end is not kept on disk."""

import asyncio
from collections.abc import Iterator
from typing import Any

from regulars.rest.bodies import MOST_READ, bounded

PART = 1 << 20


def heard(parts: int) -> list[str]:
    """The types of messages that come through of a body of so many MiB."""
    messages: Iterator[Any] = iter([{"type": "http.request", "body": b"x" * PART, "more_body": True}] * parts)

    async def receive() -> Any:
        return next(messages)

    async def listen() -> list[str]:
        limited = bounded(receive)
        return [(await limited())["type"] for _ in range(parts)]

    return asyncio.run(listen())


def test_a_body_within_bounds_is_heard() -> None:
    assert heard(MOST_READ // PART) == ["http.request"] * 8


def test_the_sender_of_a_body_without_end_is_cut_off() -> None:
    assert heard(MOST_READ // PART + 2) == ["http.request"] * 8 + ["http.disconnect"] * 2
