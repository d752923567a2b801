"""Companies and households: those that somebody belongs to, and those who belong to one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from regulars.base.fields.masks import Mask
from regulars.unify.facts import sql
from regulars.unify.identity import store
from regulars.unify.identity.queries import IdentifierValue, identifiers

from .names import golden_traits
from .seeing import seen_traits


@dataclass(frozen=True)
class Group:
    """A company or household; `occurred_at` is when a source last said that the customer belongs to it (µs)."""

    key: int
    kind: str
    value: str
    traits: dict[str, Any]
    occurred_at: int

    def seen(self, mask: Mask) -> "Group":
        """The group as somebody may see it."""
        value = mask.value(self.kind, self.value)
        return replace(self, value=value or "", traits=seen_traits(self.traits, self.kind, mask))


@dataclass(frozen=True)
class Said:
    """One piece of evidence that a key belongs to a group."""

    key: int
    group_key: int
    source: int
    occurred_at: int


def groups_of(keys: Collection[int], public: Collection[int]) -> list[Group]:
    """The groups of one person. What a public source says counts only where no trusted source knows the group."""
    said = [
        Said(*row)
        for row in sql.select_keys(
            "SELECT m.key, m.group_key, m.source, m.occurred_at FROM {given} JOIN membership m ON m.key = given.key"
            " WHERE m.withdrawn = 0",
            keys,
        )
    ]
    latest: dict[int, int] = {}
    for one in that_count(said, public):
        latest[one.group_key] = max(one.occurred_at, latest.get(one.group_key, 0))
    traits = golden_traits(latest)
    return [group_of(one, traits.get(one.key, {}), latest[one.key]) for one in identifiers(latest)]


def group_of(identifier: IdentifierValue, traits: dict[str, Any], occurred_at: int) -> Group:
    """A group with what is known of it."""
    return Group(identifier.key, identifier.type, identifier.value, traits, occurred_at)


def members_of_group(group_key: int, public: Collection[int]) -> list[int]:
    """The roots of those who belong to a group, lowest first."""
    said = [
        Said(*row)
        for row in sql.run(
            "SELECT m.key, m.group_key, m.source, m.occurred_at FROM membership m"
            " WHERE m.group_key = %s AND m.withdrawn = 0",
            group_key,
        )
    ]
    return sorted(set(store.roots_of({one.key for one in that_count(said, public)}).values()))


def that_count(said: Iterable[Said], public: Collection[int]) -> list[Said]:
    """The evidence without what public sources say of groups that a trusted source knows."""
    said = list(said)
    claimed = {one.group_key for one in said if one.source in public}
    known = known_to_trusted(claimed, public)
    return [one for one in said if one.source not in public or one.group_key not in known]


def known_to_trusted(groups: Collection[int], public: Collection[int]) -> set[int]:
    """The groups that a trusted source has spoken of, by a member or by a trait."""
    rows = sql.select_keys(
        "SELECT m.group_key, m.source FROM {given} JOIN membership m ON m.group_key = given.key WHERE m.withdrawn = 0",
        groups,
    ) + sql.select_keys(
        "SELECT r.key, r.source FROM {given} JOIN record r ON r.key = given.key WHERE r.withdrawn = 0", groups
    )
    return {key for key, source in rows if source not in public}
