"""Reads what foresight needs to know besides the facts."""

from regulars.unify.facts import queries, sql
from regulars.unify.identity import store

from .foresight import Scene


def scene_today() -> Scene:
    """Sources and decisions as they are now."""
    sources = {source.pk: queries.source_ref(source) for source in queries.sources()}
    public = frozenset(ref.id for ref in sources.values() if ref.is_public)
    gated = sql.run("SELECT EXISTS (SELECT 1 FROM suppression) OR EXISTS (SELECT 1 FROM tracking_plan)")
    return Scene(public, store.standing_decisions(), sources, frozenset(store.withdrawn_batches()), bool(gated[0][0]))
