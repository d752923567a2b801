"""Offers events to a running system over HTTP, and watches what becomes of them; `main` is a process of its own."""

import asyncio
import base64
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import uvloop

from regulars.bench.intake import HOST, EventsRefused
from regulars.bench.offered import Offered, Orders
from regulars.bench.stream import BATCH, Stream
from regulars.bench.watch import Watch
from regulars.unify.facts import sql

CONNECTIONS = 4
BACKLOG = 20_000
"""So many acknowledged events wait for the road, so that it never idles; more would only cost disk."""
PAUSE = 0.01
DRAIN_SECONDS = 60.0


class Sender:
    """Posts batches over a few connections until it has sent enough."""

    def __init__(self, orders: Orders, watch: Watch, bodies: Iterator[tuple[int, bytes]]) -> None:
        self.orders, self.watch, self.bodies = orders, watch, bodies
        self.heads = [head(orders.port, key) for key in orders.write_keys]
        self.first_position = watch.last.filed
        self.started_at = time.time()
        self.sent = 0
        self.count = 0
        self.acknowledged: list[tuple[float, int]] = []

    async def send_all(self) -> None:
        """At a given rate one connection keeps the order, so that a batch's position is known."""
        await asyncio.gather(*(self.send() for _ in range(1 if self.orders.rate else CONNECTIONS)))

    async def send(self) -> None:
        """One connection."""
        reader, writer = await asyncio.open_connection(HOST, self.orders.port)
        while not self.is_over():
            if self.is_early():
                await asyncio.sleep(PAUSE)
                continue
            self.sent += BATCH
            source, body = next(self.bodies)
            writer.write(self.heads[source] % len(body) + body)
            await accepted(reader)
            self.count += BATCH
            self.acknowledged.append((time.time(), self.count))
        writer.close()

    def is_over(self) -> bool:
        is_told = bool(self.orders.stop) and Path(self.orders.stop).exists()
        return is_told or self.sent >= self.orders.events or time.time() - self.started_at >= self.orders.seconds

    def is_early(self) -> bool:
        """Whether the rate, or what waits for the road, asks for a pause."""
        if self.orders.rate:
            return self.sent > (time.time() - self.started_at) * self.orders.rate
        return self.sent - (self.watch.last.filed - self.first_position) > BACKLOG

    def is_drained(self) -> bool:
        return min(self.watch.last.filed, self.watch.last.in_lake) >= self.first_position + self.count


def head(port: int, write_key: str) -> bytes:
    """The head of a request, with a place for the length of its body."""
    user = base64.b64encode(f"{write_key}:".encode()).decode()
    lines = (f"POST /v1/batch HTTP/1.1\r\nHost: {HOST}:{port}", f"Authorization: Basic {user}")
    return "\r\n".join((*lines, "Content-Type: application/json", "Content-Length: %d", "", "")).encode()


async def accepted(reader: asyncio.StreamReader) -> None:
    """Read one answer. Raises EventsRefused."""
    answer = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = answer.partition(b"content-length:")[2].partition(b"\r\n")[0]
    body = await reader.readexactly(int(length))
    if answer.split(b" ", 2)[1] != b"200":
        raise EventsRefused(body.decode())


def offer(orders: Orders) -> Offered:
    """Send, wait until all of it is in the lake, and say what was seen. Raises EventsRefused, TimeoutError."""
    stream = Stream(orders.customers, orders.visitors, orders.run)
    with Watch(orders.pids) as watch:
        sender = Sender(orders, watch, stream.bodies())
        uvloop.run(sender.send_all())
        sent_to = time.time()
        while not sender.is_drained():
            if time.time() > sent_to + DRAIN_SECONDS:
                raise TimeoutError("What was acknowledged did not reach the lake.")
            time.sleep(PAUSE)
    return Offered(
        first_position=sender.first_position,
        sent_from=sender.started_at,
        sent_to=sent_to,
        acknowledged=sender.acknowledged,
        samples=watch.samples,
        waits=watch.waits,
        redirected=redirected_share(),
    )


def redirected_share() -> float:
    """The share of keys that lead to another."""
    rows = sql.run("SELECT (SELECT count(*) FROM redirect WHERE root <> key) * 1.0 / count(*) FROM identifier")
    return float(rows[0][0])


def main(orders: str) -> None:
    """Read orders and print what happened, both as JSON."""
    print(msgspec.json.encode(offer(msgspec.json.decode(orders, type=Orders))).decode())
