"""What was refused, as rows that a person can read: the reason, a sentence, and the item itself."""

from contextlib import suppress
from typing import Any

import msgspec

from regulars.unify.facts.inbox import Rejection

from .convert import encoded, id_text, is_id, surroundings, to_fact
from .errors import EVENTS, ItemRefused, Refused
from .opening import Opened

ROWS_A_REQUEST = 100
BODY_CHARACTERS = 4_000


class Named(msgspec.Struct, rename="camel"):
    """The message id of an item that may be anything otherwise."""

    message_id: Any = None


decode_named = msgspec.json.Decoder(Named).decode


def sort_items(opened: Opened, *, source: int, received_at: int) -> tuple[list[bytes], list[Rejection]]:
    """The facts of a request, encoded, in their order, and why the rest is not among them."""
    around = surroundings(opened, received_at)
    facts: list[bytes] = []
    refused: list[tuple[bytes, ItemRefused]] = []
    for item in opened.items[:EVENTS]:
        raw = bytes(item)
        try:
            facts.append(encoded(to_fact(raw, around)))
        except ItemRefused as reason:
            refused.append((raw, reason))
    refused += [(bytes(item), ItemRefused("too_many_events")) for item in opened.items[EVENTS : EVENTS + 1]]
    if opened.is_repaired:
        refused.insert(0, (b"", ItemRefused("repaired")))
    return facts, [rejection(raw, reason, source=source, at=received_at) for raw, reason in capped(refused)]


def capped(refused: list[tuple[bytes, ItemRefused]]) -> list[tuple[bytes, ItemRefused]]:
    """A request of nothing but mistakes may not fill the disk with them."""
    if len(refused) <= ROWS_A_REQUEST:
        return refused
    left_out = ItemRefused("too_many_rejected", f"{len(refused) - ROWS_A_REQUEST} items")
    return [*refused[:ROWS_A_REQUEST], (b"", left_out)]


def rejection(raw: bytes, reason: ItemRefused | Refused, *, source: int, at: int) -> Rejection:
    """One row for an item, or for a whole request that could not be opened."""
    return Rejection(at, source, named(raw), reason.code, str(reason), readable(raw))


def named(raw: bytes) -> str:
    with suppress(msgspec.DecodeError, RecursionError):
        given = decode_named(raw).message_id
        return readable(id_text(given).encode(errors="replace")) if is_id(given) else ""
    return ""


def readable(raw: bytes) -> str:
    # PostgreSQL's text cannot hold NUL, which a body that is no JSON may.
    return raw[: 4 * BODY_CHARACTERS].decode(errors="replace").replace("\0", "\ufffd")[:BODY_CHARACTERS]
