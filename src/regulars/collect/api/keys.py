"""Recognises write keys without blocking the event loop, and without a query for each guess."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from regulars.unify.facts.queries import WriteKeys
from regulars.unify.facts.statement import SourceRef

from .errors import Refused

MAY_WAIT = 16

InThread = Callable[[Callable[[], None]], Awaitable[None]]


class Keys:
    """A key that was made or disabled counts a second later at most; `in_thread` runs what reads the database."""

    def __init__(self, in_thread: InThread) -> None:
        self.in_thread = in_thread
        self.write_keys = WriteKeys()
        self.loading = asyncio.Lock()
        self.waiting = 0

    async def source(self, key: object) -> SourceRef:
        """The enabled source of a write key. Raises Refused."""
        source = await self.find(key)
        if source is not None:
            return source
        raise Refused(HTTPStatus.UNAUTHORIZED, "invalid_write_key", (b"www-authenticate", b'Basic realm="write key"'))

    async def find(self, key: object) -> SourceRef | None:
        """The enabled source of a write key, if there is one."""
        if not isinstance(key, str) or not key:
            return None
        if key not in self.write_keys.known or not self.write_keys.fresh_for():
            await self.refresh(key)
        return self.write_keys.known.get(key)

    async def refresh(self, key: str) -> None:
        """Wait until the keys have been read again; those who only guess may not make others wait."""
        if self.waiting >= MAY_WAIT and self.write_keys.fresh_for():
            return
        self.waiting += 1
        asked_at = time.monotonic()
        try:
            async with self.loading:
                if not self.is_settled(key, asked_at):
                    await asyncio.sleep(self.write_keys.fresh_for())
                    await self.in_thread(self.write_keys.load)
        finally:
            self.waiting -= 1

    def is_settled(self, key: str, asked_at: float) -> bool:
        """Whether somebody else has read the keys in the meantime."""
        if key in self.write_keys.known:
            return self.write_keys.fresh_for() > 0
        return self.write_keys.loaded_at >= asked_at
