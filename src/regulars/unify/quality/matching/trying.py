"""Trying a rule before it is switched on: the stored links are folded again as if it were so; nothing is changed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from regulars.base.fields.masks import Sight
from regulars.unify.customers.queries.joining import PeopleAfter, people_after
from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import TYPES, IdentifierType
from regulars.unify.facts.queries import public_sources
from regulars.unify.identity import store
from regulars.unify.identity.fold import Component, Homes
from regulars.unify.identity.queries import PersonAfter
from regulars.unify.identity.queries.links import named
from regulars.unify.identity.refold import closure_of, fold_closure, joins_among, standing_links

MOST = 2_000
AT_ONCE = 200
EXAMPLES = 10
TOO_MANY = (
    "SELECT MIN(i.key) FROM identifier i LEFT JOIN redirect r ON r.key = i.key WHERE i.type = %s"
    " GROUP BY COALESCE(r.root, i.key) HAVING COUNT(*) > %s ORDER BY 1 LIMIT %s"
)
REFUSED = (
    "SELECT DISTINCT l.b FROM link l WHERE l.withdrawn = 0 AND NOT l.accepted"
    " AND (l.reason = %s OR l.reason LIKE 'shared:%%') ORDER BY 1 LIMIT %s"
)
JOINING = (
    "SELECT DISTINCT l.b FROM link l JOIN identifier i ON i.key = l.b WHERE l.withdrawn = 0 AND l.accepted"
    " AND l.a <> l.b AND i.type = %s ORDER BY 1 LIMIT %s"
)


@dataclass(frozen=True)
class Example:
    """People who would be one, or the people whom one would be parted into."""

    joins: bool
    people: tuple[str, ...]


@dataclass(frozen=True)
class Tried:
    """How many customers would be joined with others or parted; `is_part` where not all could be tried."""

    joined: int
    parted: int
    examples: tuple[Example, ...]
    is_part: bool


def try_rule(rule: IdentifierType, *, sight: Sight) -> Tried:
    """What this rule for a type would make of the stored links. Shows nobody whom they may not see."""
    keys = concerned(rule)
    types = {**TYPES, rule.code: rule}
    joined = parted = 0
    examples: list[Example] = []
    done: set[int] = set()
    for start in range(0, len(keys), AT_ONCE):
        part = [key for key in keys[start : start + AT_ONCE] if key not in done]
        closure = closure_of(part) if part else set()
        done |= closure
        before, after = store.roots_of(closure), folded(closure, types)
        joins, parts = differences(before, after)
        joined += sum(len(group) for group in joins)
        parted += len(parts)
        examples += [told(True, group, before, sight) for group in joins[: EXAMPLES - len(examples)]]
        examples += [told_parted(homes, sight) for homes in parts[: max(0, EXAMPLES - len(examples))]]
    return Tried(joined, parted, tuple(one for one in examples if one.people), len(keys) >= MOST)


def concerned(rule: IdentifierType) -> list[int]:
    """Keys whose people this rule may change."""
    now = TYPES[rule.code]
    found = sql.run(TOO_MANY, rule.code, min(rule.limit, now.limit), MOST)
    found += sql.run(REFUSED, f"limit:{rule.code}", MOST)
    if rule.shareable != now.shareable or rule.rank != now.rank:
        found += sql.run(JOINING, rule.code, MOST)
    return sorted({key for (key,) in found if key is not None})[:MOST]


def folded(closure: Collection[int], types: dict[str, IdentifierType]) -> Homes:
    """The people that the links of a closure would make."""
    if not closure:
        return {}
    standing = store.standing_decisions()
    standing.types = types
    homes, _ = fold_closure(closure, standing_links(closure), joins_among(closure), public_sources(), standing)
    return homes


def differences(before: dict[int, int], after: Homes) -> tuple[list[set[int]], list[list[Component]]]:
    """Groups of roots that would be one, and the homes that each parted root would fall into."""
    joins: list[set[int]] = []
    falls: dict[int, dict[int, Component]] = {}
    for home in {id(home): home for home in after.values()}.values():
        roots = {before[key] for key in home.keys}
        if len(roots) > 1:
            joins.append(roots)
        for root in roots:
            falls.setdefault(root, {})[id(home)] = home
    return joins, [list(homes.values()) for homes in falls.values() if len(homes) > 1]


def told(joins: bool, roots: Iterable[int], before: dict[int, int], sight: Sight) -> Example:
    """An example by the strongest identifier of each, as somebody may see it."""
    keys = [[key for key, root in before.items() if root == one] for one in sorted(roots)]
    return Example(joins, words(keys, sight))


def told_parted(homes: Iterable[Component], sight: Sight) -> Example:
    """Into whom somebody would be parted."""
    return Example(False, words([list(home.keys) for home in homes], sight))


def words(groups: Iterable[Collection[int]], sight: Sight) -> tuple[str, ...]:
    """Each group by its strongest identifier; none where somebody of them may not be seen."""
    people = []
    for keys in groups:
        known = named(keys)
        ordered = sorted((known[key] for key in keys if key in known), key=lambda one: one.strength)
        people.append(PersonAfter(min(keys), tuple(ordered), False))
    seen: PeopleAfter = people_after(people, sight)
    return tuple(str(person.identifiers[0]) for person in seen.people) if not seen.unseen else ()
