"""Signed checkpoints: what the trail was at a block, provable by whoever keeps one elsewhere.

The Ed25519 key (RFC 8032) is derived from the vault, so that whoever can only reach the database cannot sign.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db.models import Sum
from django.utils import timezone

from regulars.base import vault
from regulars.base.audit.chain import CHECKPOINT_FORMAT, signed_content
from regulars.base.audit.errors import CheckpointInvalid, NothingSealed
from regulars.base.audit.models import AuditBlock, AuditCheckpoint
from regulars.base.audit.sealing import head

LABEL = "audit-checkpoint"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A block's number and hash, its last entry, and how many entries there ever were up to it."""

    number: int
    hash: bytes
    last: int
    entries: int
    at: datetime
    signature: bytes = b""

    @property
    def content(self) -> bytes:
        """What is signed."""
        return signed_content(self.number, self.hash, self.last, self.entries, self.at)

    @property
    def is_ours(self) -> bool:
        """Whether this data folder's key signed it."""
        try:
            public_key().verify(self.signature, self.content)
        except InvalidSignature:
            return False
        return True


@cache
def key_of(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def private_key() -> Ed25519PrivateKey:
    return key_of(vault.sub_key(LABEL))


def public_key() -> Ed25519PublicKey:
    """What checkpoints of this data folder are checked with."""
    return private_key().public_key()


def public_pem() -> str:
    """The same as a PEM file, as OpenSSL reads it."""
    return public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def public_hex() -> str:
    """The same as 64 hexadecimal digits."""
    return public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign(number: int, hash_: bytes, last: int, entries: int) -> Checkpoint:
    """A checkpoint of now."""
    at = timezone.now()
    signature = private_key().sign(signed_content(number, hash_, last, entries, at))
    return Checkpoint(number, hash_, last, entries, at, signature)


def current() -> Checkpoint:
    """A checkpoint of the last block. Raises NothingSealed."""
    end = head()
    if not end.number:
        raise NothingSealed
    return sign(end.number, end.hash, end.last, trimmed_entries() + (sealed_entries(end.number) or 0))


def trimmed_entries() -> int:
    newest = stored()
    return newest[-1].entries if newest else 0


def sealed_entries(until: int) -> int:
    found = AuditBlock.objects.filter(number__lte=until).aggregate(count=Sum("count"))["count"]
    return found or 0


def stored() -> list[Checkpoint]:
    """The checkpoints that trimming has left, oldest first."""
    return [
        Checkpoint(row.number, bytes(row.hash), row.last, row.entries, row.at, bytes(row.signature))
        for row in AuditCheckpoint.objects.order_by("number")
    ]


def written(checkpoint: Checkpoint) -> dict[str, Any]:
    """A checkpoint as JSON, with the key that it can be checked with."""
    return {
        "format": CHECKPOINT_FORMAT,
        "block": str(checkpoint.number),
        "hash": checkpoint.hash.hex(),
        "last_entry": str(checkpoint.last),
        "entries": str(checkpoint.entries),
        "at": checkpoint.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "signature": checkpoint.signature.hex(),
        "public_key": public_hex(),
    }


def parsed(text: str) -> Checkpoint:
    """A checkpoint from its JSON. Raises CheckpointInvalid, also where another key signed it."""
    try:
        said = json.loads(text)
        found = Checkpoint(
            int(said["block"]),
            bytes.fromhex(said["hash"]),
            int(said["last_entry"]),
            int(said["entries"]),
            datetime.fromisoformat(said["at"]),
            bytes.fromhex(said["signature"]),
        )
        is_ours = found.is_ours
    except (ValueError, TypeError, KeyError) as error:
        raise CheckpointInvalid from error
    if not is_ours:
        raise CheckpointInvalid
    return found
