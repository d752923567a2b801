"""Erase a customer, and see to it that no byte is left."""

import logging
import time

from django.db import connections
from django.db.backends.utils import CursorWrapper

from regulars.base.audit.services import record
from regulars.base.fields.moments import now
from regulars.base.fields.queries import has_resealed, special_fields
from regulars.base.fields.services import forget_resealed
from regulars.unify.customers import search
from regulars.unify.facts import sql
from regulars.unify.facts.fact import Fact, Kind, Lane
from regulars.unify.facts.registries import personal
from regulars.unify.facts.services import colleagues, take

from .errors import CustomerUnknown
from .models import Erasure
from .queries import ErasurePreview, erasure_preview

logger = logging.getLogger(__name__)

CHECKPOINT_TRIES, CHECKPOINT_SECONDS = 100, 0.05
TABLES = (
    "identifier",
    "link",
    "redirect",
    "record",
    "golden",
    "membership",
    "orders",
    "order_mention",
    "decision",
    "refusal",
    "rejected",
    "inbox",
    "taken",
    "seen",
    "alarm",
    "audit_text",
)


def erase_customer(key: int, *, actor: str) -> tuple[ErasurePreview, int]:
    """Hand the erasure in; what it takes, and the inbox id of the decision. Raises CustomerUnknown.

    The road hides and suppresses at once; the lake and the free pages of the database follow.
    """
    preview = erasure_preview(key)
    if preview is None:
        raise CustomerUnknown
    record("customer.erase", actor=actor, object_type="customer", keys=[preview.root])
    moment = now()
    said = {"kind": "erase", "root": preview.root, "actor": actor}
    fact = Fact(Kind.DECISION, f"erase:{preview.root}:{moment}", moment, decision=said)
    return preview, take([fact], source=colleagues().pk, lane=Lane.DECISIONS)


def finish_erasures() -> int:
    """Give free pages of the database back, once the lake's files are gone; returns how many erasures are finished.

    Where fields are special, the inbox forgets each night too what they were sent as.
    """
    rows = sql.run(
        "SELECT e.position FROM erasure e JOIN lake_erasure l ON l.position = e.position"
        " WHERE e.finished_at IS NULL AND l.vacuumed_at IS NOT NULL"
    )
    if not rows and not has_resealed():
        if special_fields():
            empty_inbox()
        return 0
    search.merge()
    for alias in ("default", "inbox"):
        vacuum(alias)
    forget_resealed()
    positions = [position for (position,) in rows]
    return Erasure.objects.filter(position__in=positions).update(finished_at=now())


def empty_log(cursor: CursorWrapper) -> None:
    """Empty SQLite's log once a checkpoint of somebody else's is over: SQLite does not wait for that one."""
    for _ in range(CHECKPOINT_TRIES):
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (is_busy, *_pages) = cursor.fetchone()
        if not is_busy:
            return
        time.sleep(CHECKPOINT_SECONDS)
    logger.warning("The database's log could not be emptied; it is at the next checkpoint")


def empty_inbox() -> None:
    """Write the inbox anew, so that nothing is left in it of what was filed."""
    connection = connections["inbox"]
    if connection.vendor == "sqlite":
        vacuum("inbox")
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL inbox")


def vacuum(alias: str) -> None:
    """Write a database anew, so that nothing deleted is left in its files."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            empty_log(cursor)
            return
        present = set(connection.introspection.table_names(cursor)) if alias == "default" else set()
        for table in sorted({*TABLES, *(table for holder in personal for table in holder.tables)}):
            if table in present:
                cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")
        if present:
            # The planner's statistics keep common values of their own.
            cursor.execute("ANALYZE")
            cursor.execute("VACUUM FULL pg_statistic")
