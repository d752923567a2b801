"""A body without end is not kept on disk, and nobody is waited for for ever."""

import asyncio
from collections.abc import Iterator
from typing import Any

from regulars.base.web import bodies
from regulars.base.web.bodies import MOST_HELD, MOST_READ, bounded

PART = 1 << 20


def sender(parts: int) -> Any:
    """A body of so many MiB, whose end does not come."""
    messages: Iterator[Any] = iter([{"type": "http.request", "body": b"x" * PART, "more_body": True}] * parts)

    async def receive() -> Any:
        return next(messages)

    return receive


def heard(parts: int) -> list[str]:
    """The types of messages that come through of a body of so many MiB."""

    async def listen() -> list[str]:
        with bounded(sender(parts)) as limited:
            return [(await limited())["type"] for _ in range(parts)]

    return asyncio.run(listen())


def test_a_body_within_bounds_is_heard() -> None:
    assert heard(MOST_READ // PART) == ["http.request"] * 8


def test_the_sender_of_a_body_without_end_is_cut_off() -> None:
    assert heard(MOST_READ // PART + 2) == ["http.request"] * 8 + ["http.disconnect"] * 2


def test_many_bodies_together_are_bounded_and_forgotten() -> None:
    many = MOST_HELD // MOST_READ

    async def all_at_once() -> list[str]:
        open_ = [bounded(sender(9)) for _ in range(many + 1)]
        limited = [one.__enter__() for one in open_]
        for one in limited[:many]:
            for _ in range(MOST_READ // PART):
                assert (await one())["type"] == "http.request"
        last: list[str] = [(await limited[many]())["type"]]
        for each in open_:
            each.__exit__(None, None, None)
        return last

    assert asyncio.run(all_at_once()) == ["http.disconnect"]
    assert bodies._held == 0
    assert heard(1) == ["http.request"]


def test_who_does_not_go_on_is_taken_to_have_left() -> None:
    async def silent() -> Any:
        await asyncio.Event().wait()

    async def listen() -> Any:
        with bounded(silent, seconds=0.01) as limited:
            return await limited()

    assert asyncio.run(listen()) == {"type": "http.disconnect"}


def test_whoever_has_said_all_may_wait_for_the_answer() -> None:
    async def scenario() -> Any:
        left = asyncio.Event()
        messages: Iterator[Any] = iter([{"type": "http.request", "body": b"x"}])

        async def receive() -> Any:
            for message in messages:
                return message
            await left.wait()
            return {"type": "http.disconnect"}

        with bounded(receive, seconds=0.01) as limited:
            await limited()
            waiting: Any = asyncio.ensure_future(limited())
            await asyncio.sleep(0.05)
            still_there = not waiting.done()
            left.set()
            await waiting
            return still_there

    assert asyncio.run(scenario())
