"""The Fact: what a source said about a customer, in the form every door hands to `take`."""

from enum import IntEnum, StrEnum
from typing import Any

import msgspec

from regulars.base.fields.moments import DAY


class Lane(IntEnum):
    """The order in which the road serves the inbox: what people decide first, bulk last."""

    DECISIONS = 0
    LIVE = 1
    IMPORTS = 2


class Kind(StrEnum):
    """What a fact is; the first six are the calls of the tracking API."""

    IDENTIFY = "identify"
    TRACK = "track"
    PAGE = "page"
    SCREEN = "screen"
    GROUP = "group"
    ALIAS = "alias"
    DECISION = "decision"


# One object for all: msgspec leaves a default out only where it meets this very object; another empty Raw
# would be written as nothing after the colon, which is not JSON.
EMPTY = msgspec.Raw(b"")


class Fact(msgspec.Struct, omit_defaults=True):
    """One statement by one source.

    `identifiers` are (type, value) as the door found them, not normalized, in no order.
    `traits`, `properties` and `context` are JSON objects, left unparsed until the road needs them.
    `occurred_at` is in microseconds since 1970 UTC, after the clock rule.
    `flags`: 1 = the time is implausible. `row` is the file row or 0, `rows` how many rows of the file are counted with
    it. `modes` are further flags of single traits: how a column of a file competes with what others say (NEWEST, FILL,
    OVERWRITE, APPEND).
    """

    kind: str
    message_id: str
    occurred_at: int
    identifiers: list[tuple[str, str]] = []
    event: str = ""
    traits: msgspec.Raw = EMPTY
    properties: msgspec.Raw = EMPTY
    context: msgspec.Raw = EMPTY
    group: str = ""
    group_kind: str = ""
    row: int = 0
    flags: int = 0
    rows: int = 1
    modes: dict[str, int] = {}
    decision: dict[str, Any] | None = None


IMPLAUSIBLE = 1
NEWEST = 2
"""The value stands back behind any plausible later one, whatever its source's rank."""
FILL = 4
"""The value counts only where nobody else says anything."""
OVERWRITE = 8
"""The value takes the place of whatever sources, but not colleagues, said before its time."""
APPEND = 16
"""The items of the list are added to what others say."""
YEAR_2000 = 946_684_800_000_000

decode_facts = msgspec.json.Decoder(list[Fact]).decode
encode = msgspec.json.Encoder().encode


def raw(value: dict[str, Any]) -> msgspec.Raw:
    """A JSON object as the unparsed bytes a Fact carries; empty stays empty."""
    return msgspec.Raw(encode(value)) if value else EMPTY


def time_flags(occurred_at: int, received_at: int) -> int:
    """IMPLAUSIBLE for a time before 2000 or more than a day after we heard it, else 0."""
    return IMPLAUSIBLE if occurred_at < YEAR_2000 or occurred_at > received_at + DAY else 0
