"""Reads what is known of how good a record is."""

from collections.abc import Collection

from regulars.base.fields.moments import now
from regulars.unify.facts import sql

from .measures import BIT, ScoreRow
from .measuring import SCORE_COLUMNS
from .models import Code, Finding

CONTACTS = ("email", "phone")
COLUMNS = ", ".join(column.split()[0] for column in SCORE_COLUMNS)


def score_of(root: int) -> ScoreRow | None:
    """The score of a customer; None before they were measured."""
    rows = sql.run(f"SELECT {COLUMNS} FROM quality_score WHERE root = %s", root)
    return ScoreRow(*rows[0]) if rows else None


def doubtful_contacts(roots: Collection[int]) -> dict[int, set[str]]:
    """Root → what is doubtful of their e-mail and phone."""
    rows = sql.select_keys("SELECT s.root, s.doubtful FROM {given} JOIN quality_score s ON s.root = given.key", roots)
    return {root: {name for name in CONTACTS if bits & BIT[name]} for root, bits in rows if bits}


def findings_of(root: int) -> list[tuple[str, str]]:
    """(field, code) of the values that stand and are doubtful."""
    found = Finding.objects.filter(root=root, stands=True, verdict="doubtful").order_by("field")
    return list(found.values_list("field", "code"))


def open_codes(keys: Collection[int]) -> set[int]:
    """The identifiers for which a code can be entered."""
    return set(Code.objects.filter(key__in=keys, closed_at=None, expires_at__gt=now()).values_list("key", flat=True))


def answered(keys: Collection[int]) -> dict[int, tuple[str, int]]:
    """Key → in which way it was last answered whether the value is theirs, and when (µs)."""
    rows = sql.select_keys(
        "SELECT d.a, d.reason, d.at FROM {given} JOIN decision d ON d.a = given.key"
        " WHERE d.kind IN ('verify', 'dispute') AND d.reversed_by = 0 ORDER BY d.position",
        keys,
    )
    return {key: (way, at) for key, way, at in rows}
