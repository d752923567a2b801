"""Where the bytes of files lie: sealed, under random names, in a folder of the data folder that nothing serves."""

import secrets
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from regulars.base import vault

LABEL = "notes.file"
FOLDER = "files"
YOUNG = 3600
"""Seconds for which a file without a row may still be on its way into the database."""


def folder() -> Path:
    """The folder, made if it is not there yet."""
    here = Path(settings.DATA) / FOLDER
    here.mkdir(mode=0o700, exist_ok=True)
    return here


def put(content: bytes) -> str:
    """Keep bytes, sealed; the token that finds them again."""
    token = secrets.token_hex(20)
    path = folder() / token
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(vault.seal(LABEL, content, token.encode()))
    return token


def get(token: str) -> bytes:
    """The bytes of a token. Raises FileNotFoundError, SealBroken."""
    return vault.unseal(LABEL, (folder() / token).read_bytes(), token.encode())


def unlink(tokens: Iterable[str]) -> None:
    """Give the bytes up; those that are gone already are fine."""
    for token in tokens:
        (folder() / token).unlink(missing_ok=True)


def orphans(known: Iterable[str]) -> list[str]:
    """The tokens in the folder that no row knows, but for those that were written just now."""
    before, standing = time.time() - YOUNG, set(known)
    return [path.name for path in folder().iterdir() if path.name not in standing and path.stat().st_mtime < before]
