"""Group commit: what many requests bring goes to disk together, and each is answered after that."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from django.db import connections

from regulars.unify.facts import inbox
from regulars.unify.facts.errors import InboxFull, NotStored
from regulars.unify.facts.inbox import Rejection, Request

WAITING_LIMIT = 1_000_000
HELD_BYTES = 64 * 1024 * 1024
COUNT_EVERY = 1.0

logger = logging.getLogger(__name__)

T = TypeVar("T")
Entry = tuple[Request | None, list[Rejection], asyncio.Future[None]]


class GroupCommit:
    """Lives in one event loop; one thread with one connection writes.

    While a group is on its way to disk the next one gathers, so a sync serves as many requests as there are.
    """

    def __init__(self, *, limit: int = WAITING_LIMIT) -> None:
        self.limit = limit
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="inbox")
        self.gathered: list[Entry] = []
        self.held_bytes = 0
        self.writing: asyncio.Task[None] | None = None
        self.waiting = 0
        self.counted_at = float("-inf")
        self.counting = asyncio.Lock()

    async def put(self, request: Request | None, rejections: list[Rejection]) -> None:
        """Return when both are on disk. Raises InboxFull, NotStored."""
        if request is not None:
            await self.check_room()
            self.held_bytes += len(request.body)
        done = asyncio.get_running_loop().create_future()
        self.gathered.append((request, rejections, done))
        if self.writing is None:
            self.writing = asyncio.create_task(self.write())
        await done

    async def check_room(self) -> None:
        if time.monotonic() - self.counted_at > COUNT_EVERY:
            await self.count()
        if self.waiting >= self.limit or self.held_bytes > HELD_BYTES:
            raise InboxFull

    async def count(self) -> None:
        async with self.counting:
            if time.monotonic() - self.counted_at > COUNT_EVERY:
                self.waiting = await self.in_thread(inbox.waiting)
                self.counted_at = time.monotonic()

    async def write(self) -> None:
        """Write groups until nothing is left to write."""
        while self.gathered:
            group, self.gathered = self.gathered, []
            requests = [request for request, _, _ in group if request is not None]
            stored = await self.store(requests, [one for _, rejections, _ in group for one in rejections])
            self.held_bytes -= sum(len(request.body) for request in requests)
            for _, _, done in group:
                settle(done, stored=stored)
        self.writing = None

    async def store(self, requests: list[Request], rejections: list[Rejection]) -> bool:
        try:
            await self.in_thread(partial(inbox.put_all, requests, rejections))
        except NotStored:
            return False
        self.waiting += sum(request.count for request in requests)
        return True

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Run what uses the database in the one thread. Raises NotStored."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, guarded, work)

    async def close(self) -> None:
        """Write what is gathered and let go of the connections."""
        if self.writing is not None:
            await self.writing
        await self.in_thread(connections.close_all)
        self.thread.shutdown()


def guarded(work: Callable[[], T]) -> T:
    """What fails is logged here; the next try begins with new connections."""
    try:
        return work()
    except Exception as error:
        logger.exception("the inbox could not be reached")
        connections.close_all()
        raise NotStored from error


def settle(done: asyncio.Future[None], *, stored: bool) -> None:
    if done.done():
        return
    if stored:
        done.set_result(None)
    else:
        done.set_exception(NotStored())
