"""How readers see the events: without withdrawn batches, and each message once."""

from collections.abc import Collection

import ibis.expr.types as ir

from regulars.base.lake import Engine

from .tables import EVENTS


def events(engine: Engine, withdrawn: Collection[int] = ()) -> ir.Table:
    """The events that stand. A witness stands while all the batches that said the same before are withdrawn."""
    rows = engine.table(EVENTS.name, withdrawn=withdrawn)
    before = rows.witness_of
    if withdrawn:
        hidden = sorted(withdrawn)
        before = before.filter(lambda batch: batch.notin(hidden))
    return rows.filter(before.length().fill_null(0) == 0)
