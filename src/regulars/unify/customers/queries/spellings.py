"""The other names that sources know people by, and the days on which they were first heard of: for many at once."""

from collections.abc import Iterable, Sequence
from datetime import date

from regulars.base.rules.folding import fold
from regulars.unify.customers.records import decode_traits
from regulars.unify.facts import sql
from regulars.unify.facts.queries import heard_on, public_sources
from regulars.unify.identity import store
from regulars.unify.identity.names.parsing import Script, writings

from .names import name_of


def said_names(roots: Sequence[int]) -> dict[int, list[str]]:
    """Root → what trusted sources call that customer, oldest key first."""
    root_of = {key: root for root, keys in store.members_of(roots).items() for key in keys}
    public = public_sources()
    rows = sql.select_keys(
        "SELECT r.key, r.source, r.traits FROM {given} JOIN record r ON r.key = given.key WHERE r.withdrawn = 0"
        " ORDER BY r.key, r.source, r.batch, r.row",
        root_of,
    )
    names: dict[int, list[str]] = {root: [] for root in roots}
    for key, source, traits in rows:
        if source not in public:
            said = {trait: one.value for trait, one in decode_traits(traits).items()}
            names[root_of[key]].append(name_of(said))
    return names


def other_name(name: str, said: Iterable[str]) -> str:
    """One of the names said that is not just the name again: best in another script, empty if there is none."""
    others = [other for other in said if other and fold(other) != fold(name)]
    foreign = (other for other in others if scripts(other).isdisjoint(scripts(name)))
    return next(foreign, next(iter(others), ""))


def scripts(name: str) -> frozenset[Script]:
    """The scripts that a name is written in."""
    return frozenset(writing.script for writing in writings(name))


def first_days(roots: Iterable[int]) -> dict[int, date]:
    """Root → the day (UTC) of the first fact under it; roots from before days were noted are left out."""
    first: dict[int, int] = dict(
        sql.select_keys(
            "SELECT l.a, MIN(l.first_position) FROM {given} JOIN link l ON l.a = given.key"
            " WHERE l.withdrawn = 0 GROUP BY l.a",
            roots,
        )
    )
    days = heard_on(first.values())
    return {root: days[position] for root, position in first.items() if position in days}
