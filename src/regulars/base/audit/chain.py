"""Owns the form in which the audit trail is hashed, so that anybody can recompute it; `docs/audit.md` describes it.

Pure: values in, hashes out. Numbers that leave JavaScript's range are written as strings; times are microseconds.
"""

import hashlib
import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FORMAT = "regulars-audit-1"
CHECKPOINT_FORMAT = "regulars-audit-checkpoint-1"
START = bytes(32)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LEAF = struct.Struct(">q8s")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is hashed; `keys_hash` covers the keys of its subjects, see `keys_hash`."""

    id: int
    at: datetime
    actor: str
    action: str
    object_type: str
    subject_count: int
    keys_hash: bytes
    fields: Sequence[str]
    text_hash: bytes | None
    origin: bytes | None


@dataclass(frozen=True, slots=True)
class Block:
    """A block's head."""

    number: int
    first: int
    last: int
    count: int
    sealed_at: datetime
    previous: bytes


def canonical(value: Sequence[object]) -> bytes:
    """A JSON array without spaces, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def microseconds(at: datetime) -> int:
    """Since 1970-01-01 UTC."""
    return (at - EPOCH) // timedelta(microseconds=1)


def leaf(entry: Entry) -> bytes:
    """SHA-256 of one entry."""
    return hashlib.sha256(
        canonical(
            [
                str(entry.id),
                str(microseconds(entry.at)),
                entry.actor,
                entry.action,
                entry.object_type,
                str(entry.subject_count),
                entry.keys_hash.hex(),
                list(entry.fields),
                hex_or_none(entry.text_hash),
                hex_or_none(entry.origin),
            ]
        )
    ).digest()


def keys_hash(keys: Iterable[int]) -> bytes:
    """SHA-256 of keys in ascending order, each as decimal digits and a line feed; of none, that of nothing."""
    digest = hashlib.sha256()
    for key in keys:
        digest.update(b"%d\n" % key)
    return digest.digest()


def hex_or_none(value: bytes | None) -> str | None:
    return None if value is None else value.hex()


def block_hash(block: Block, leaves: Iterable[bytes]) -> bytes:
    """SHA-256 of a block's head and of the hashes of its entries, in the order of their ids."""
    digest = hashlib.sha256()
    for each in leaves:
        digest.update(each)
    head = [
        FORMAT,
        str(block.number),
        str(block.first),
        str(block.last),
        str(block.count),
        str(microseconds(block.sealed_at)),
        block.previous.hex(),
        digest.hexdigest(),
    ]
    return hashlib.sha256(canonical(head)).digest()


def salted(salt: bytes, text: str) -> bytes:
    """SHA-256 of salt and text: proves what was written, as long as the salt is kept."""
    return hashlib.sha256(salt + text.encode()).digest()


def origin_hash(salt: bytes, address: str, client: str) -> bytes:
    """The same, for where an act came from."""
    return salted(salt, f"{address}\n{client}")


def pack(leaves: Iterable[tuple[int, bytes]]) -> bytes:
    """Ids and hashes as a block keeps them: 8 bytes each, so that what was changed can be named."""
    return b"".join(LEAF.pack(id_, hash_[:8]) for id_, hash_ in leaves)


def unpack(packed: bytes) -> Iterator[tuple[int, bytes]]:
    """Ids and the first 8 bytes of the hashes; what cannot be read is left out."""
    return LEAF.iter_unpack(packed[: len(packed) // LEAF.size * LEAF.size])


def signed_content(number: int, hash_: bytes, last: int, entries: int, at: datetime) -> bytes:
    """What a checkpoint's signature covers."""
    return canonical([CHECKPOINT_FORMAT, str(number), hash_.hex(), str(last), str(entries), str(microseconds(at))])
