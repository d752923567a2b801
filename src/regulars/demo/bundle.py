"""A request of the demo, and which sources the demo has."""

from typing import NamedTuple

from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Fact, Lane

TILL = "demo till"
WEB = "demo web shop"
SERVER = "demo web shop's server"
CAMPAIGNS = "demo campaigns"
PANEL = "demo household panel"

SOURCES = {
    TILL: SourceKind.TILL,
    WEB: SourceKind.BROWSER,
    SERVER: SourceKind.SERVER,
    CAMPAIGNS: SourceKind.SERVER,
    PANEL: SourceKind.FILE,
}
PANEL_BATCH = 20_170_630
"""The batch of the one imported file: fixed, so that loading twice is the same import; far above any counter."""
BUNDLE_SIZE = 500


class Bundle(NamedTuple):
    """At most 500 facts of one source, as one request; `received_at` in microseconds."""

    source_name: str
    lane: Lane
    batch: int
    received_at: int
    facts: list[Fact]
