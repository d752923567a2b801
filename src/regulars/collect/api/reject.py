"""Parts the items of a request into facts and rows that say to a person what was refused, and why."""

from contextlib import suppress

import msgspec

from regulars.unify.facts.fact import Fact
from regulars.unify.facts.inbox import Rejection

from .convert import Surroundings, read_fact, surroundings, to_fact
from .errors import EVENTS, ItemRefused, Refused
from .items import decode_named, id_text, is_id
from .opening import Opened, pieces, repaired

ROWS_A_REQUEST = 100
ROWS_A_MINUTE = 1_000
MINUTE = 60_000_000
BODY_CHARACTERS = 4_000
SELDOM = 3_600_000_000
MOST_SAID = 10_000

Refusals = list[tuple[bytes, ItemRefused]]


class Seldom:
    """What was said of a source lately: a mistake in every one of its events may not fill the disk."""

    def __init__(self) -> None:
        self.said_at: dict[tuple[int, str], int] = {}

    def is_due(self, source: int, what: str, at: int) -> bool:
        """Whether this was not said of the source within the hour before `at` (µs)."""
        if at - self.said_at.get((source, what), -SELDOM) < SELDOM:
            return False
        if len(self.said_at) >= MOST_SAID:
            self.said_at.clear()
        self.said_at[source, what] = at
        return True


class Quota:
    """How much of what is refused is kept: whoever sends nothing but mistakes may not fill the disk."""

    def __init__(self) -> None:
        self.minute = 0
        self.counts: dict[int | None, int] = {}

    def kept(self, rows: list[Rejection]) -> list[Rejection]:
        """Those within a source's share of this minute; that there were more is said once."""
        found = []
        for row in rows:
            minute = row.rejected_at // MINUTE
            if minute != self.minute:
                self.minute, self.counts = minute, {}
            count = self.counts[row.source] = self.counts.get(row.source, 0) + 1
            if count <= ROWS_A_MINUTE:
                found.append(row)
            elif count == ROWS_A_MINUTE + 1:
                more = ItemRefused("too_many_rejected", f"More than {ROWS_A_MINUTE} items within a minute")
                found.append(Rejection(row.rejected_at, row.source, "", more.code, str(more), ""))
        return found


def sort_items(opened: Opened, *, source: int, received_at: int, seldom: Seldom) -> tuple[list[Fact], list[Rejection]]:
    """The facts of a request in their order, and why the rest is not among them. Raises Refused."""
    around = surroundings(opened, received_at)
    try:
        facts, refused = read_items(opened, around)
    except UnicodeDecodeError:
        return sort_items(repaired(opened), source=source, received_at=received_at, seldom=seldom)
    if around.ignored:
        due = (item for item in around.ignored.items() if seldom.is_due(source, item[0], received_at))
        refused += [(piece, ItemRefused("ignored", what)) for what, piece in due]
    if opened.is_repaired:
        refused.insert(0, (opened.body, ItemRefused("repaired")))
    return facts, [rejection(piece, reason, source=source, at=received_at) for piece, reason in capped(refused)]


def read_items(opened: Opened, around: Surroundings) -> tuple[list[Fact], Refusals]:
    facts = read_together(opened, around)
    return read_apart(opened, around) if facts is None else (facts, [])


def read_together(opened: Opened, around: Surroundings) -> list[Fact] | None:
    """All facts at once, or None where anything at all is wrong with one of the items."""
    if opened.items is None or len(opened.items) > EVENTS:
        return None
    with suppress(ItemRefused, msgspec.ValidationError):
        return [to_fact(item, around) for item in opened.items]
    return None


def read_apart(opened: Opened, around: Surroundings) -> tuple[list[Fact], Refusals]:
    """What is right and what is wrong, item by item."""
    facts: list[Fact] = []
    refused: Refusals = []
    came = pieces(opened)
    for piece in came[:EVENTS]:
        try:
            facts.append(read_fact(piece, around))
        except ItemRefused as reason:
            refused.append((piece, reason))
    refused += [(piece, ItemRefused("too_many_events")) for piece in came[EVENTS:]]
    return facts, refused


def capped(refused: Refusals) -> Refusals:
    """A request of nothing but mistakes may not fill the disk with them."""
    if len(refused) <= ROWS_A_REQUEST:
        return refused
    left_out = ItemRefused("too_many_rejected", f"{len(refused) - ROWS_A_REQUEST} items")
    return [*refused[:ROWS_A_REQUEST], (b"", left_out)]


def rejection(piece: bytes, reason: ItemRefused | Refused, *, source: int, at: int) -> Rejection:
    """One row for an item, or for a whole request that could not be opened."""
    return Rejection(at, source, named(piece), reason.code, str(reason), readable(piece))


def named(piece: bytes) -> str:
    with suppress(msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        given = decode_named(piece).message_id
        return readable(id_text(given).encode(errors="replace")) if is_id(given) else ""
    return ""


def readable(piece: bytes) -> str:
    # PostgreSQL's text cannot hold NUL, which a body that is no JSON may.
    return piece[: 4 * BODY_CHARACTERS].decode(errors="replace").replace("\0", "\ufffd")[:BODY_CHARACTERS]
