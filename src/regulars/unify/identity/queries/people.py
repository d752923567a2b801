"""Identifiers, and the people they belong to: look-ups by value and by key."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from regulars.unify.facts import normalize, sql
from regulars.unify.facts.identifiers import TYPES
from regulars.unify.facts.queries import sources
from regulars.unify.identity import store
from regulars.unify.identity.errors import CustomerUnknown, NobodyFound, SeveralFound
from regulars.unify.identity.marked import key_in

KEY = "key"
MOST_CHOICES = 8


@dataclass(frozen=True)
class IdentifierValue:
    """One identifier of somebody; `ended_at` is when the value went to somebody else (µs), or None."""

    type: str
    value: str
    key: int
    scope: str
    generation: int
    started_at: int | None
    ended_at: int | None

    def __str__(self) -> str:
        return f"{self.type}/{self.value}"

    @property
    def strength(self) -> tuple[int, int]:
        """Smaller is stronger; of one type the older key."""
        return TYPES[self.type].rank, self.key


def identifiers(keys: Iterable[int]) -> list[IdentifierValue]:
    """What these keys stand for, strongest first."""
    rows = sql.select_keys(
        "SELECT i.type, i.value, i.key, i.scope, i.generation, i.started_at, i.ended_at FROM {given}"
        " JOIN identifier i ON i.key = given.key",
        keys,
    )
    return sorted((IdentifierValue(*row) for row in rows), key=lambda one: one.strength)


def find_identifiers(text: str) -> list[IdentifierValue]:
    """The identifiers with exactly this value: `TYPE/VALUE`, a key (`key/12` or `12`), or a value of any type."""
    type_, slash, value = text.strip().partition("/")
    if slash and (type_ == KEY or type_ in TYPES):
        return find_typed([] if type_ == KEY else [type_], value, with_key=type_ == KEY)
    return find_typed([code for code in TYPES if code != "row"], text.strip(), with_key=True)


def find_typed(types: Collection[str], value: str, *, with_key: bool = False) -> list[IdentifierValue]:
    """The identifiers of these types with this value, however it is written; strongest first."""
    rows = sql.select(
        "SELECT i.type, i.value, i.key, i.scope, i.generation, i.started_at, i.ended_at FROM {given}"
        " JOIN identifier i ON i.value = given.value AND i.type = given.type",
        ["type text", "value text"],
        sorted(set(written_forms(types, value))),
    )
    found = {row[2]: IdentifierValue(*row) for row in rows}
    if with_key and (key := as_key(value)) is not None:
        found |= {one.key: one for one in identifiers([key])}
    return sorted(found.values(), key=lambda one: one.strength)


def written_forms(types: Iterable[str], value: str) -> Iterator[tuple[str, str]]:
    """(type, normal form) for each type that the text could be; a phone number as each source's region reads it."""
    regions = {None, *sources().exclude(region="").values_list("region", flat=True)}
    for type_ in types:
        for region in regions if type_ == "phone" else (None,):
            normal = normalize.identifier(type_, value, region)
            if normal is not None:
                yield type_, normal


def as_key(text: str) -> int | None:
    """The key that a text writes, plain or as files carry it, or None."""
    return key_in(text) if text[:1] != "0" else None


def pick_identifier(text: str) -> IdentifierValue:
    """The one identifier that a text means: a key if there is one of that number. Raises NobodyFound, SeveralFound."""
    key = as_key(text.strip())
    found = identifiers([key]) if key else []
    found = found or current(find_identifiers(text))
    if not found:
        raise NobodyFound(text=text)
    if len(found) > 1 and len(set(store.roots_of(one.key for one in found).values())) > 1:
        raise SeveralFound(text=text, choices=", ".join(f"key/{one.key} ({one.type})" for one in found[:MOST_CHOICES]))
    return found[0]


def current(found: Collection[IdentifierValue]) -> list[IdentifierValue]:
    """Of each value only the newest owner."""
    newest: dict[tuple[str, str, str], IdentifierValue] = {}
    for one in sorted(found, key=lambda one: one.generation):
        newest[one.type, one.scope, one.value] = one
    return sorted(newest.values(), key=lambda one: one.strength)


def members(key: int) -> list[IdentifierValue]:
    """Every identifier of the person (or group) that a key belongs to, strongest first. Raises CustomerUnknown."""
    root = store.roots_of([key])[key]
    found = identifiers(store.members_of([root])[root])
    if not found:
        raise CustomerUnknown(key=key)
    return found


def root_of(key: int) -> int:
    """The root of the person that a key belongs to."""
    return store.roots_of([key])[key]


def is_group(identifier: IdentifierValue) -> bool:
    """Whether this names a company or household."""
    return TYPES[identifier.type].group


def limits_passed(a: int, b: int) -> list[str]:
    """The types of which one person would have too many if these two were merged, strongest first."""
    homes = store.components({a, b}, with_claims=False).values()
    counts: Counter[tuple[str, str]] = Counter()
    for home in {id(home): home for home in homes}.values():
        counts.update(home.counts)
    passed = {type_ for (type_, _), count in counts.items() if count > TYPES[type_].limit}
    return sorted(passed, key=lambda type_: TYPES[type_].rank)
