"""What the road knows besides the facts: sources, standing decisions, withdrawn batches, keys of the vault."""

import time
from collections.abc import Callable, Collection

from django.conf import settings

from regulars.base import vault
from regulars.unify.facts import queries
from regulars.unify.facts.prepared import Reader
from regulars.unify.identity import store

SOURCES_SECONDS = 1.0


class World:
    """Read at the start and after each decision; the road alone changes what it holds, but for sources."""

    def __init__(self) -> None:
        self.claim_hash: Callable[[bytes], bytes] = vault.hasher("claim")
        self.readers: dict[str, Reader] = {}
        self.read_sources()
        self.read_decisions()

    def refresh_sources(self, needed: Collection[int]) -> None:
        """Read sources again if the last reading is older than a second, or lacks one."""
        if time.monotonic() - self.sources_read_at >= SOURCES_SECONDS or not self.sources.keys() >= set(needed):
            self.read_sources()

    def read_sources(self) -> None:
        """Every source, as it is configured now."""
        self.sources = {source.pk: queries.source_ref(source) for source in queries.sources()}
        self.sources_read_at = time.monotonic()
        self.public = {ref.id for ref in self.sources.values() if ref.is_public}

    def prepared(self, file: str) -> Reader:
        """A prepared file by its path in the data folder; only the last one stays open. Raises PreparedBroken."""
        if file not in self.readers:
            self.readers = {file: Reader(settings.DATA / file)}
        return self.readers[file]

    def read_decisions(self) -> None:
        """Standing decisions and withdrawn batches."""
        self.standing = store.standing_decisions()
        self.withdrawn = store.withdrawn_batches()
