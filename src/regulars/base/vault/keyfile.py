"""Owns `vault.key`: 32 random bytes as hex, made at first start, never changed."""

import os
import secrets
from pathlib import Path

from regulars.base.vault.errors import KeyFileInvalid, KeyFileMissing

KEY_BYTES = 32
KEY_FILE = "vault.key"


def load_key(folder: Path) -> bytes:
    """The folder's 32-byte key; safe when several processes start at once."""
    # Databases are looked for before the key: the key is always made first, so none can appear in between.
    has_database = any(folder.glob("*.sqlite3"))
    path = folder / KEY_FILE
    if not path.exists():
        if has_database:
            raise KeyFileMissing(f"{path} is missing beside its database. Put it back from your backup.")
        create_key(path)
    return read_key(path)


def read_key(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text("ascii"))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyFileInvalid(f"{path} is not a key file. Put it back from your backup.")
    return key


def create_key(path: Path) -> None:
    """Publish a new key under `path`, complete and durable or not at all; the first of several wins."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    write_durably(draft, secrets.token_hex(KEY_BYTES).encode())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    sync_folder(path.parent)


def write_durably(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
