"""The tracking API without a server: real database, real group commit, requests as ASGI messages."""

import asyncio
import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from regulars.collect.api.asgi import Intake
from regulars.unify.facts.fact import Fact, decode_facts
from regulars.unify.facts.models import InboxRow, Rejected


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: Any


@dataclass
class Door:
    """One running intake, reached through `app`; `post` is one request and its answer."""

    intake: Intake
    runner: asyncio.Runner
    write_key: str
    app: Any

    def post(self, call: str, body: object, *, headers: dict[str, str] | None = None, key: str | None = None) -> Answer:
        """Post to /v1/`call` with the source's key as Basic user name, or another, or "" for none."""
        return self.ask("POST", f"/v1/{call}", body, headers=self.authorized(headers or {}, key))

    def authorized(self, headers: dict[str, str], key: str | None) -> dict[str, str]:
        key = self.write_key if key is None else key
        return {**headers, "authorization": basic(f"{key}:")} if key else headers

    def ask(self, method: str, path: str, body: object = b"", *, headers: dict[str, str] | None = None) -> Answer:
        return self.runner.run(self.asked(method, path, body, headers or {}))

    def ask_at_once(self, requests: list[tuple[str, object]]) -> list[Answer]:
        async def all_of() -> list[Answer]:
            headers = self.authorized({}, None)
            return await asyncio.gather(*(self.asked("POST", f"/v1/{call}", body, headers) for call, body in requests))

        return self.runner.run(all_of())

    async def asked(self, method: str, path: str, body: object, headers: dict[str, str]) -> Answer:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        parts = [raw[start : start + 65_536] for start in range(0, len(raw), 65_536)] or [b""]
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        path, _, query = path.partition("?")
        scope: Any = {
            "type": "http",
            "scheme": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": raw_headers(headers),
        }
        await self.app(scope, receive, send)
        start, content = sent
        answered = {name.decode(): value.decode() for name, value in start["headers"]}
        said = content["body"]
        return Answer(start["status"], answered, json.loads(said) if said[:1] in b"{[" and said else said)


def raw_headers(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def basic(credentials: str) -> str:
    return "Basic " + base64.b64encode(credentials.encode()).decode()


@contextmanager
def opened(intake: Intake, write_key: str, app: Any = None) -> Iterator[Door]:
    with asyncio.Runner() as runner:
        runner.run(intake.startup())
        try:
            yield Door(intake, runner, write_key, app or intake)
        finally:
            runner.run(intake.shutdown())


def stored() -> list[Fact]:
    """Every fact in the inbox, in order."""
    return [fact for row in InboxRow.objects.order_by("id") for fact in decode_facts(bytes(row.body))]


def value(raw: msgspec.Raw) -> Any:
    return msgspec.json.decode(raw) if len(raw) else None


def rejected() -> list[tuple[str, str]]:
    """(code, body) of every rejected row, in order."""
    return list(Rejected.objects.order_by("id").values_list("code", "body"))


def track(**item: object) -> dict[str, object]:
    return {"type": "track", "userId": "u1", "event": "Product Viewed", **item}
