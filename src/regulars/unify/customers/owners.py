"""Which colleague looks after whom: assigned to a key, read through redirects, and what that lets others see.

Where merged people had different owners, the latest assignment counts; who comes apart again takes theirs home. Among
the owners of a `Sight`, 0 stands for nobody: those whom no colleague looks after.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

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
FEW = 10_000
LATER = "(n.assigned_at > o.assigned_at OR (n.assigned_at = o.assigned_at AND n.key > o.key))"


@transaction.atomic
def assign(roots: Iterable[int], user_id: int | None, *, actor: str) -> int:
    """Make a colleague the owner of these customers, or nobody; how many there were. Raises ColleagueUnknown.

    Keys of nobody, and customers whom the actor may not see, are left out.
    """
    if user_id is not None and not users().filter(pk=user_id, is_active=True).exists():
        raise ColleagueUnknown
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
    return sorted(strongest)


def forget(keys: Iterable[int]) -> None:
    """Take the owners of these keys away."""
    sql.run_keys("DELETE FROM customer_owner WHERE key IN (SELECT key FROM {given})", keys)


def owners_of(roots: Iterable[int]) -> dict[int, int]:
    """Root → the id of the colleague who looks after that customer; those without one are left out."""
    rows = sql.select_keys(
        "WITH asked AS (SELECT given.key FROM {given}),"
        " mine AS (SELECT asked.key AS root, asked.key AS key FROM asked"
        " UNION SELECT r.root, r.key FROM asked JOIN redirect r ON r.root = asked.key)"
        " SELECT mine.root, o.user_id FROM mine JOIN customer_owner o ON o.key = mine.key"
        " ORDER BY o.assigned_at, o.key",
        roots,
    )
    return dict(rows)


def roots_of(owners: Collection[int]) -> list[int]:
    """The roots of everyone whom one of these colleagues looks after, lowest first."""
    return [root for (root,) in sql.run(f"{owned(owners)} ORDER BY root", *bound(owners))]


def roots_of_others(owners: Collection[int]) -> list[int]:
    """The roots of everyone whom another colleague looks after, lowest first."""
    return [root for (root,) in sql.run(f"{owned(owners, by_others=True)} ORDER BY root", *bound(owners))]


def keys_of(owners: Collection[int]) -> list[int]:
    """Every key of everyone whom one of these colleagues looks after."""
    return [key for keys in store.members_of(roots_of(owners)).values() for key in keys]


def owned(owners: Collection[int], *, by_others: bool = False) -> str:
    """A SELECT of the `root` of each customer whose owner is one (or none) of these; `bound(owners)` are its values."""
    places = ", ".join(["%s"] * len(owners)) or "0"
    is_in, is_not = ("NOT IN", "IN") if by_others else ("IN", "NOT IN")
    # Begins with their own few assignments, so that it costs nothing how many everybody has.
    return (
        "SELECT DISTINCT COALESCE(r.root, o.key) AS root FROM customer_owner o LEFT JOIN redirect r ON r.key = o.key"
        f" WHERE o.user_id {is_in} ({places}) AND NOT EXISTS (SELECT 1 FROM redirect m"
        " JOIN customer_owner n ON n.key = m.key WHERE m.root = COALESCE(r.root, o.key)"
        f" AND n.user_id {is_not} ({places}) AND {LATER})"
        " AND NOT EXISTS (SELECT 1 FROM customer_owner n WHERE n.key = COALESCE(r.root, o.key)"
        f" AND n.user_id {is_not} ({places}) AND {LATER})"
    )


def bound(owners: Collection[int]) -> list[int]:
    """The parameters of `owned`."""
    return sorted(owners) * 3


def within(sight: Sight, column: str) -> tuple[str, list[int]]:
    """A condition on a column of roots that keeps those whom somebody may see, and its parameters: asked row by row."""
    if sight.owners is None:
        return "TRUE", []
    if sight.owners == {0}:
        return (
            f"NOT EXISTS (SELECT 1 FROM customer_owner o WHERE o.key = {column}) AND NOT EXISTS"
            f" (SELECT 1 FROM redirect m JOIN customer_owner o ON o.key = m.key WHERE m.root = {column})"
        ), []
    owner = (
        f"SELECT n.user_id FROM (SELECT {column} AS key UNION SELECT m.key FROM redirect m WHERE m.root = {column})"
        " mine JOIN customer_owner n ON n.key = mine.key ORDER BY n.assigned_at DESC, n.key DESC LIMIT 1"
    )
    places = ", ".join(["%s"] * len(sight.owners)) or "-1"
    return f"COALESCE(({owner}), 0) IN ({places})", sorted(sight.owners)


def among(sight: Sight, column: str) -> tuple[str, list[int]]:
    """The same, asked at once of all whom these colleagues look after: for counting, and where they are few."""
    if sight.owners is None or 0 in sight.owners:
        return within(sight, column)
    return f"{column} IN ({owned(sight.owners)})", bound(sight.owners)


def are_few(sight: Sight) -> bool:
    """Whether so few customers are seen that they are better asked for at once than looked for one by one."""
    return sight.owners is not None and count_assigned(sight.owners) <= FEW


def count_assigned(owners: Collection[int]) -> int:
    """How many keys are assigned to these colleagues."""
    places = ", ".join(["%s"] * len(owners)) or "-1"
    found = sql.run(f"SELECT count(*) FROM customer_owner WHERE user_id IN ({places})", *owners)
    return int(found[0][0])


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


HOLDER = PersonalHolder(app="customers", tables=frozenset({"customer_owner"}), erase=erase)
