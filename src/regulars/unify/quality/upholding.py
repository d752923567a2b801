"""What colleagues say passes the same checks: they are asked once, and what they uphold is doubted no more."""

from collections.abc import Collection, Mapping
from typing import Any

from regulars.base import vault
from regulars.base.audit.services import record
from regulars.base.fields.moments import now
from regulars.unify.customers.doors import Doubt
from regulars.unify.facts import normalize, sql
from regulars.unify.facts.services import colleagues

from .models import Upheld
from .validation import Verdict, because, check_all

LABEL = "quality.upheld"
NOT_ASKED = frozenset({"address_incomplete"})
"""Nothing is wrong with what was said, and whoever writes half an address knows no more."""


def doubts(said: Mapping[str, Any]) -> list[Doubt]:
    """What looks wrong of what a colleague is about to say, as it would be kept."""
    return [
        Doubt(name, str(because(finding.code)), finding.suggestion) for name, (_value, finding) in doubted(said).items()
    ]


def doubted(said: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Trait → its value as it is kept, and the finding; nothing of what is going to be refused."""
    region = colleagues().region or None
    kept, problems = normalize.traits(said, region)
    if problems:
        return {}
    return {
        name: (kept[name], finding)
        for name, finding in check_all(kept, region).items()
        if finding.verdict is Verdict.DOUBTFUL and finding.code not in NOT_ASKED
    }


def uphold(root: int, said: Mapping[str, Any], actor: str) -> None:
    """Doubt no more of this customer what looks wrong of what is said."""
    found = doubted(said)
    if not found:
        return
    at = now()
    rows = [
        Upheld(key=root, field=name, hash=hashed(name, value), actor=actor, at=at)
        for name, (value, _finding) in found.items()
    ]
    Upheld.objects.bulk_create(rows, ignore_conflicts=True)
    record("quality.uphold", actor=actor, object_type="customer", keys=[root], fields=sorted(found))


def hashed(name: str, value: object) -> bytes:
    """What is kept of a value: it can be recognized, and not be read."""
    return vault.keyed_hash(LABEL, f"{name}:{value}".encode())


def upheld_of(keys: Collection[int]) -> dict[int, list[tuple[str, bytes]]]:
    """Key → (field, hash) of what was upheld of it."""
    found: dict[int, list[tuple[str, bytes]]] = {}
    rows = sql.select_keys(
        "SELECT u.key, u.field, u.hash FROM {given} JOIN quality_upheld u ON u.key = given.key", keys
    )
    for key, name, hash_ in rows:
        found.setdefault(key, []).append((name, bytes(hash_)))
    return found
