"""A load generator in a process of its own: keep-alive connections that post batches of 100 shop events.

Run: python -m regulars.bench.load HOST PORT WRITE_KEY SECONDS BATCHES CONNECTIONS; prints one JSON object.
It ends after the seconds or the batches, whichever comes first.
"""

import asyncio
import base64
import json
import random
import re
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

import uvloop

BATCH = 100
BODIES = 40
RUN = "@@@@@@@@@@@@"
ANSWER = re.compile(rb"HTTP/1\.1 (\d+)[^\r]*\r\n(?:[^\r]+\r\n)*?content-length: (\d+)\r\n(?:[^\r]+\r\n)*\r\n", re.I)
SHOP = ("Monopoly", "Uno Card Game", "น้ำปลาแท้", "绿茶", "زعفران", "Coffee beans 1 kg", "Rice 5 kg", "Soap")
EVENTS = (
    "Product Viewed",
    "Product Viewed",
    "Product Viewed",
    "Product Added",
    "Product List Viewed",
    "Order Completed",
)


@dataclass
class Tally:
    """What was acknowledged; latencies in seconds, one per batch."""

    deadline: float
    most: int
    latencies: list[float] = field(default_factory=list)
    refused: int = 0


class Client(asyncio.Protocol):
    """One connection: it sends the next batch when the one before is acknowledged."""

    def __init__(self, requests: list[bytes], number: int, tally: Tally) -> None:
        self.requests = requests
        self.sent = number
        self.step = 1_000
        self.tally = tally
        self.answer = b""
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.post()

    def post(self) -> None:
        self.sent += self.step
        request = self.requests[self.sent // self.step % len(self.requests)]
        self.posted_at = time.perf_counter()
        self.transport.write(request.replace(RUN.encode(), b"%012d" % self.sent))

    def data_received(self, data: bytes) -> None:
        self.answer += data
        head = ANSWER.match(self.answer)
        if head is None or len(self.answer) < head.end() + int(head[2]):
            return
        self.answer = b""
        now = time.perf_counter()
        if head[1] == b"200":
            self.tally.latencies.append(now - self.posted_at)
        else:
            self.tally.refused += 1
        if now < self.tally.deadline and len(self.tally.latencies) < self.tally.most:
            self.post()
        else:
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.closed.set_result(None)


def event(number: int, chance: random.Random) -> dict[str, Any]:
    """One event as a shop's server sends it; one in ten is an identify call."""
    person = f"customer-{chance.randrange(50_000)}"
    common = {
        "messageId": f"{RUN}-{number:04d}-{chance.randrange(16**12):012x}",
        "userId": person,
        "anonymousId": f"{chance.getrandbits(128):032x}",
        "timestamp": f"2026-11-{chance.randrange(1, 28):02d}T{chance.randrange(24):02d}:14:05.{number:03d}Z",
        "context": {
            "library": {"name": "analytics-python", "version": "2.3.4"},
            "ip": f"203.0.113.{chance.randrange(256)}",
            "locale": "th-TH",
            "page": {"url": "https://shop.example/products/507f1f77", "title": chance.choice(SHOP)},
        },
    }
    if number % 10 == 0:
        traits = {"email": f"{person}@shop.example", "first_name": "สมชาย", "city": "Chiang Mai", "plan": "gold"}
        return {**common, "type": "identify", "traits": traits}
    return {**common, "type": "track", **shop_event(chance)}


def shop_event(chance: random.Random) -> dict[str, Any]:
    name = chance.choice(EVENTS)
    products = [product(chance) for _ in range(3 if name in {"Order Completed", "Product List Viewed"} else 1)]
    if len(products) == 1:
        return {
            "event": name,
            "properties": {**products[0], "currency": "THB", "cart_id": f"c{chance.randrange(10**6)}"},
        }
    properties = {"order_id": f"{RUN}{chance.randrange(10**6)}", "total": 99.5, "currency": "THB", "products": products}
    return {"event": name, "properties": properties}


def product(chance: random.Random) -> dict[str, Any]:
    number = chance.randrange(5_000)
    return {
        "product_id": f"p{number}",
        "sku": f"SKU-{number:05d}",
        "name": chance.choice(SHOP),
        "category": "Groceries",
        "price": round(chance.uniform(5, 900), 2),
        "quantity": chance.randrange(1, 6),
    }


def requests(host: str, port: int, write_key: str) -> list[bytes]:
    """Whole HTTP requests; RUN stands where each batch differs from the ones before."""
    chance = random.Random(7)
    key = base64.b64encode(f"{write_key}:".encode()).decode()
    made = []
    for _ in range(BODIES):
        batch = [event(number, chance) for number in range(BATCH)]
        body = json.dumps({"batch": batch, "sentAt": "2026-11-28T00:00:00.000Z"}, ensure_ascii=False).encode()
        head = f"POST /v1/batch HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Basic {key}\r\n"
        made.append(f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    return made


def as_is(client: Client) -> Client:
    return client


async def post_all(
    host: str, port: int, write_key: str, *, seconds: float, most: int, connections: int
) -> dict[str, float]:
    """Post for some seconds, at most so many batches; events a second and latencies in milliseconds."""
    loop = asyncio.get_running_loop()
    whole = requests(host, port, write_key)
    started_at = time.perf_counter()
    tally = Tally(started_at + seconds, most)
    first = int(time.time()) % 10**6 * 10**6
    clients = [Client(whole, first + number, tally) for number in range(connections)]
    for client in clients:
        await loop.create_connection(partial(as_is, client), host, port)
    await asyncio.gather(*(client.closed for client in clients))
    took = time.perf_counter() - started_at
    ordered = sorted(tally.latencies)
    return {
        "events_per_second": len(ordered) * BATCH / took,
        "p50_ms": ordered[len(ordered) // 2] * 1000,
        "p99_ms": ordered[int(len(ordered) * 0.99)] * 1000,
        "refused": tally.refused,
        "body_bytes": sum(map(len, whole)) / len(whole),
    }


def main(host: str, port: str, write_key: str, seconds: str, most: str, connections: str) -> None:
    posting = post_all(host, int(port), write_key, seconds=float(seconds), most=int(most), connections=int(connections))
    print(json.dumps(uvloop.run(posting)))


if __name__ == "__main__":
    main(*sys.argv[1:])
