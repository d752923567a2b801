"""What foresight needs to know besides the facts, read when it is first asked for."""

from collections.abc import Mapping
from functools import cached_property

from regulars.unify.facts import queries, sql
from regulars.unify.facts.statement import SourceRef
from regulars.unify.identity import store
from regulars.unify.identity.fold import Standing


class Scene:
    """Sources and decisions as they are now."""

    def __init__(self) -> None:
        self.begun: dict[int, bool] = {}

    @cached_property
    def sources(self) -> Mapping[int, SourceRef]:
        """Every source by its id."""
        return {source.pk: queries.source_ref(source) for source in queries.sources()}

    @cached_property
    def public(self) -> frozenset[int]:
        """The ids of public sources."""
        return frozenset(ref.id for ref in self.sources.values() if ref.is_public)

    @cached_property
    def standing(self) -> Standing:
        """The decisions that can refuse links."""
        return store.standing_decisions()

    @cached_property
    def withdrawn(self) -> frozenset[int]:
        """The batches that a decision hides."""
        return frozenset(store.withdrawn_batches())

    @cached_property
    def is_gated(self) -> bool:
        """Whether a gate may keep facts out, or take something out of them."""
        found = sql.run("SELECT EXISTS (SELECT 1 FROM suppression) OR EXISTS (SELECT 1 FROM tracking_plan)")
        return bool(found[0][0])

    def is_begun(self, batch: int) -> bool:
        """Whether anything of an import was filed."""
        if batch not in self.begun:
            found = sql.run("SELECT EXISTS (SELECT 1 FROM file_tally WHERE batch = %s)", batch)
            self.begun[batch] = bool(found[0][0])
        return self.begun[batch]
