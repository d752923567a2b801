"""Owns the static files: found in every app, served by our own process, compressed, and kept by browsers for a year.

All of them share one fingerprint in their address (`/static/<fingerprint>/web/shell.js`), so that a module or a style
sheet may name its neighbours by relative addresses, and nothing has to be collected before a start.
"""

import asyncio
import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from email.utils import formatdate
from functools import cache
from pathlib import Path
from urllib.parse import quote

from asgiref.typing import ASGISendCallable, HTTPScope
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import StaticFilesStorage

from regulars.base.web import vega

FINGERPRINT = re.compile(r"[0-9a-f]{12}/")
COMPRESSED = re.compile(r"text/|application/(javascript|json|wasm)|image/svg")
LEAST_TO_COMPRESS = 512
TYPES = {".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8"}

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Asset:
    """One static file as it is sent; `packed` is its gzip form, or None where that saves nothing."""

    content: bytes
    packed: bytes | None
    headers: tuple[tuple[bytes, bytes], ...]
    etag: bytes


@cache
def paths() -> dict[str, Path]:
    """Every static file by its name; where two apps have the same name, the first app's."""
    found: dict[str, Path] = {}
    for finder in get_finders():
        for name, storage in finder.list([]):
            found.setdefault(name.replace("\\", "/"), Path(storage.path(name)))
    return found


@cache
def fingerprint() -> str:
    """Twelve hex digits that change when any file does; the same on every machine with the same files."""
    digest = hashlib.sha256()
    for name, path in sorted(paths().items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    digest.update(f"{vega.NAME}\0{vega.made_by()}".encode())
    return digest.hexdigest()[:12]


def asset(name: str) -> Asset | None:
    """The file of this name; None where there is none, which is not remembered: there are endlessly many names."""
    return read_asset(name) if name in paths() or name == vega.NAME else None


@cache
def read_asset(name: str) -> Asset:
    """A file, read once."""
    path = vega.bundle() if name == vega.NAME else paths()[name]
    content = path.read_bytes()
    kind = TYPES.get(path.suffix) or content_type(name)
    packed = (
        gzip.compress(content, 9, mtime=0) if COMPRESSED.match(kind) and len(content) >= LEAST_TO_COMPRESS else None
    )
    etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'.encode()
    headers = (
        (b"content-type", kind.encode()),
        (b"last-modified", formatdate(path.stat().st_mtime, usegmt=True).encode()),
        (b"etag", etag),
        (b"vary", b"accept-encoding"),
        (b"x-content-type-options", b"nosniff"),
        (b"cross-origin-resource-policy", b"same-origin"),
    )
    return Asset(content, packed, headers, etag)


def content_type(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


class FingerprintStorage(StaticFilesStorage):
    """Gives templates the addresses of static files, fingerprint included."""

    def url(self, name: str | None) -> str:
        """Raises FileNotFoundError for a file that no app has, so that a wrong name is found by the first test."""
        if name not in paths() and name != vega.NAME:
            raise FileNotFoundError(f"No app has the static file {name}.")
        return f"{settings.STATIC_URL}{fingerprint()}/{quote(name)}"


async def serve_asset(scope: HTTPScope, send: ASGISendCallable) -> None:
    """Answer a request under /static/: GET and HEAD, 304 where the browser has it, gzip where it is understood."""
    asked = scope["path"].removeprefix(settings.STATIC_URL)
    name = FINGERPRINT.sub("", asked, count=1) if FINGERPRINT.match(asked) else asked
    # The program for charts may have to be made first, which takes a second or two: nobody else waits for it.
    found = await asyncio.to_thread(asset, name) if name == vega.NAME else asset(name)
    if found is None or scope["method"] not in ("GET", "HEAD"):
        await answer(send, 404 if found is None else 405, [(b"cache-control", b"no-store")], b"")
        return
    given = dict(scope["headers"])
    is_current = asked.startswith(f"{fingerprint()}/")
    kept = b"public, max-age=31536000, immutable" if is_current else b"no-cache"
    headers: Headers = [*found.headers, (b"cache-control", kept)]
    if found.etag in given.get(b"if-none-match", b""):
        await answer(send, 304, headers, None)
        return
    body = found.content
    if found.packed is not None and b"gzip" in given.get(b"accept-encoding", b""):
        body = found.packed
        headers.append((b"content-encoding", b"gzip"))
    await answer(send, 200, headers, body, is_head=scope["method"] == "HEAD")


async def answer(
    send: ASGISendCallable, status: int, headers: Headers, body: bytes | None, is_head: bool = False
) -> None:
    if body is not None:
        headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers, "trailers": False})
    await send({"type": "http.response.body", "body": b"" if is_head or body is None else body, "more_body": False})
