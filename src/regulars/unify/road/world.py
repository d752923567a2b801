"""What the road knows besides the facts: sources, standing decisions, withdrawn batches, keys of the vault."""

from collections.abc import Callable

from regulars.base import vault
from regulars.unify.facts import queries
from regulars.unify.identity import store
from regulars.unify.orders.projection import withdrawn_batches


class World:
    """Read at the start and after each decision; the road alone changes what it holds, but for sources."""

    def __init__(self) -> None:
        self.claim_hash: Callable[[bytes], bytes] = vault.hasher("claim")
        self.read_sources()
        self.read_decisions()

    def read_sources(self) -> None:
        """Every source, as it is configured now."""
        self.sources = {source.pk: queries.source_ref(source) for source in queries.sources()}
        self.public = {ref.id for ref in self.sources.values() if ref.is_public}

    def read_decisions(self) -> None:
        """Standing decisions and withdrawn batches."""
        self.standing = store.standing_decisions()
        self.withdrawn = withdrawn_batches()
