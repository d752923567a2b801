"""What customers are found by: names, company, and every identifier that is not anonymous, as words."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from regulars.base.fields.queries import special_fields
from regulars.unify.customers.golden import stored_rows, values_of
from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import TYPES
from regulars.unify.identity import store

from .enums import Field
from .words import stored_words

TRAITS = {
    "name": Field.NAME,
    "first_name": Field.NAME,
    "last_name": Field.NAME,
    "nickname": Field.NAME,
    "company": Field.COMPANY,
    "email": Field.EMAIL,
    "phone": Field.PHONE,
}
IDENTIFIERS = {"email": Field.EMAIL, "phone": Field.PHONE, "member_card": Field.CARD}
COMPANY = "company"
SAID_IN: dict[Field, frozenset[str]] = {
    field: frozenset(
        {trait for trait, its in TRAITS.items() if its is field}
        | {code for code, kind in TYPES.items() if not kind.anonymous and IDENTIFIERS.get(code, Field.ID) is field}
    )
    for field in Field
}
"""The traits and types of identifiers whose values each field holds: who does not see all of them may not ask it."""
MOST_WORDS = 400


class Document(NamedTuple):
    """One customer as the index knows them: the kind, and words with a space between."""

    kind: str
    words: str


def documents(roots: Collection[int]) -> dict[int, Document]:
    """The documents of those of these roots that are customers."""
    golden = {root: (kind, values_of(traits)) for root, (kind, traits) in stored_rows(roots).items()}
    identifiers = identifiers_of(golden)
    return {
        root: Document(kind, stored(values_about(root, kind, traits, identifiers[root])))
        for root, (kind, traits) in golden.items()
    }


def identifiers_of(roots: Collection[int]) -> dict[int, list[tuple[int, str, str]]]:
    """Root → (key, type, value) of its identifiers that are not anonymous."""
    members = store.members_of(roots)
    root_of = {key: root for root, keys in members.items() for key in keys}
    found: dict[int, list[tuple[int, str, str]]] = {root: [] for root in roots}
    for key, type_, value in sql.select_keys(
        "SELECT i.key, i.type, i.value FROM {given} JOIN identifier i ON i.key = given.key", root_of
    ):
        if not TYPES[type_].anonymous:
            found[root_of[key]].append((key, type_, value))
    return found


def values_about(
    root: int, kind: str, traits: Mapping[str, Any], identifiers: Collection[tuple[int, str, str]]
) -> Iterator[tuple[Field, str]]:
    """The values of one customer; their keys are among them, so that a key finds its document."""
    special = special_fields()
    for name, field in TRAITS.items():
        for value in () if name in special else texts(traits.get(name)):
            yield (Field.COMPANY if kind == COMPANY and field == Field.NAME else field), value
    for key, type_, value in sorted(identifiers):
        yield IDENTIFIERS.get(type_, Field.ID), value
        if key != root:
            yield Field.KEY, str(key)


def texts(value: Any) -> list[str]:
    """The texts in a trait's value."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str) and one]


def stored(values: Iterable[tuple[Field, str]]) -> str:
    """The words of values as they are kept, each once."""
    words = (word for field, value in dict.fromkeys(values) for word in stored_words(field, value))
    return " ".join(list(dict.fromkeys(words))[:MOST_WORDS])
