"""Which colleague looks after whom: assigned to a key, kept by root for reading, and what that lets others see.

Where merged people had different owners, the latest assignment counts; who comes apart again takes theirs home. Among
the owners of a `Sight`, 0 stands for nobody: those whom no colleague looks after.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection, transaction

from regulars.base.audit.services import record
from regulars.base.fields.masks import Sight
from regulars.base.fields.moments import now
from regulars.base.staff.queries import sight_of, users
from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import TYPES
from regulars.unify.facts.registries import Erased, PersonalHolder
from regulars.unify.identity import store
from regulars.unify.identity.errors import CustomerUnknown

from .errors import ColleagueUnknown

CHUNK = 5_000
LARGEST = 2**63 - 1
LOCK = "SELECT pg_advisory_xact_lock(20010802)"


@transaction.atomic
def assign(roots: Iterable[int], user_id: int | None, *, actor: str) -> int:
    """Make a colleague the owner of these customers, or nobody; how many there were. Raises ColleagueUnknown.

    Keys of nobody, and customers whom the actor may not see, are left out.
    """
    if user_id is not None and not users().filter(pk=user_id, is_active=True).exists():
        raise ColleagueUnknown
    take_turns()
    asked = store.roots_of(roots)
    seen = sorted(reachable(set(asked.values()), sight_of(actor)))
    at, assigned = now(), list[int]()
    for start in range(0, len(seen), CHUNK):
        assigned += assign_chunk(seen[start : start + CHUNK], user_id, at)
    action = "customer.unassign" if user_id is None else "customer.assign"
    record(action, actor=actor, object_type="customer", keys=assigned, fields=["owner"])
    return len(assigned)


def assign_chunk(roots: Sequence[int], user_id: int | None, at: int) -> list[int]:
    """`assign` for as many as fit in one set of queries; those that exist."""
    members = store.members_of(roots)
    types = store.types_of(key for keys in members.values() for key in keys)
    known = {root: [key for key in keys if key in types] for root, keys in members.items()}
    strongest = {
        root: min(keys, key=lambda key: (TYPES[types[key].type].rank, key)) for root, keys in known.items() if keys
    }
    if user_id is None:
        forget(key for root in strongest for key in known[root])
    else:
        rows = [(key, user_id, at) for key in strongest.values()]
        conflict = "(key) DO UPDATE SET user_id = excluded.user_id, assigned_at = excluded.assigned_at"
        sql.insert("customer_owner", ["key bigint", "user_id bigint", "assigned_at bigint"], rows, conflict)
    project(members)
    return sorted(strongest)


def forget(keys: Iterable[int]) -> None:
    """Take the owners of these keys away."""
    sql.run_keys("DELETE FROM customer_owner WHERE key IN (SELECT key FROM {given})", keys)


def take_turns() -> None:
    """Until the end of the transaction nobody else assigns or merges; on SQLite they take turns anyway."""
    if connection.vendor == "postgresql":
        sql.run(LOCK)


def project(members: Mapping[int, Sequence[int]]) -> None:
    """Keep anew who looks after these people, given as root → keys: any of their keys may have been a root before."""
    take_turns()
    homes = {key: root for root, keys in members.items() for key in keys}
    rows = sql.select_keys(
        "SELECT o.key, o.user_id FROM {given} JOIN customer_owner o ON o.key = given.key ORDER BY o.assigned_at, o.key",
        homes,
    )
    owners, before = {homes[key]: user_id for key, user_id in rows}, owners_of(homes)
    remove(before.keys() - owners.keys())
    changed = [one for one in owners.items() if before.get(one[0]) != one[1]]
    columns, conflict = ["root bigint", "user_id bigint"], "(root) DO UPDATE SET user_id = excluded.user_id"
    sql.insert("customer_of", columns, changed, conflict)


def remove(roots: Iterable[int]) -> None:
    """Nobody looks after these any more, or they are roots no longer."""
    sql.run_keys("DELETE FROM customer_of WHERE root IN (SELECT key FROM {given})", roots)


def owners_of(roots: Iterable[int]) -> dict[int, int]:
    """Root → the id of the colleague who looks after that customer; those without one are left out."""
    statement = "SELECT c.root, c.user_id FROM {given} JOIN customer_of c ON c.root = given.key"
    return dict(sql.select_keys(statement, roots))


def roots_of(owners: Collection[int]) -> list[int]:
    """The roots of everyone whom one of these colleagues looks after, lowest first."""
    rows = sql.run(f"SELECT root FROM customer_of WHERE user_id IN ({places(owners)}) ORDER BY root", *owners)
    return [root for (root,) in rows]


def roots_of_others(owners: Collection[int]) -> list[int]:
    """The roots of everyone whom another colleague looks after, lowest first."""
    rows = sql.run(f"SELECT root FROM customer_of WHERE user_id NOT IN ({places(owners)}) ORDER BY root", *owners)
    return [root for (root,) in rows]


def keys_of(owners: Collection[int]) -> list[int]:
    """Every key of everyone whom one of these colleagues looks after."""
    return [key for keys in store.members_of(roots_of(owners)).values() for key in keys]


def places(owners: Collection[int]) -> str:
    """Where these ids go in a statement; no colleague has the id -1."""
    return ", ".join(["%s"] * len(owners)) or "-1"


def within(sight: Sight, column: str) -> tuple[str, list[int]]:
    """A condition on a column of roots that keeps those whom somebody may see, and its parameters."""
    if sight.owners is None:
        return "TRUE", []
    has, is_in = ("NOT EXISTS", "NOT IN") if 0 in sight.owners else ("EXISTS", "IN")
    theirs = f"SELECT 1 FROM customer_of c WHERE c.root = {column} AND c.user_id {is_in} ({places(sight.owners)})"
    return f"{has} ({theirs})", sorted(sight.owners)


def span(sight: Sight) -> tuple[int, int]:
    """The lowest and the highest root that somebody may see at most; nobody's are (1, 0)."""
    if sight.owners is None or 0 in sight.owners:
        return 0, LARGEST
    # Each is a look at one end of an index.
    ends = [f"SELECT {end}(root) FROM customer_of WHERE user_id = %s" for end in ("MIN", "MAX")]
    found = [sql.run(end, owner)[0][0] for owner in sight.owners for end in ends]
    roots = [root for root in found if root is not None]
    return (min(roots), max(roots)) if roots else (1, 0)


def reachable(roots: Collection[int], sight: Sight) -> set[int]:
    """Those of these roots whom somebody may see at all."""
    if sight.owners is None or not roots:
        return set(roots)
    owners = owners_of(roots)
    return {root for root in roots if owners.get(root, 0) in sight.owners}


def reaches(root: int, sight: Sight) -> bool:
    """Whether somebody may see the customer of this root at all."""
    return bool(reachable([root], sight))


def check_reach(keys: Collection[int], sight: Sight) -> None:
    """Raises CustomerUnknown, as if there were none, for the key of somebody whom they may not see."""
    roots = store.roots_of(keys) if sight.owners is not None else {}
    seen = reachable(set(roots.values()), sight)
    for key, root in roots.items():
        if root not in seen:
            raise CustomerUnknown(key=key)


def erase(erased: Erased) -> None:
    """Forget who looked after them."""
    forget(erased.keys)
    remove(erased.keys)


HOLDER = PersonalHolder(app="customers", tables=frozenset({"customer_owner", "customer_of"}), erase=erase)
