"""What the matcher looks at of a customer: plain values as the sources wrote them, gathered into columns."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pyarrow as pa

TEXTS = ("first_name", "last_name", "name", "birthday", "street", "city", "postal_code")
LISTS = ("phones", "emails", "devices")
SCHEMA = pa.schema(
    [("id", pa.int64())] + [(name, pa.string()) for name in TEXTS] + [(name, pa.list_(pa.string())) for name in LISTS]
)


class Person(NamedTuple):
    """One customer; empty where nothing is known. Times and letters may be in any of the four scripts."""

    id: int
    first_name: str = ""
    last_name: str = ""
    name: str = ""
    birthday: str = ""
    street: str = ""
    city: str = ""
    postal_code: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()


def person(
    key: int, traits: Mapping[str, Any], identifiers: Iterable[tuple[str, str]] = (), devices: Iterable[str] = ()
) -> Person:
    """Somebody by golden traits and (type, value) of their identifiers."""
    identifiers = list(identifiers)
    first = " ".join(filter(None, (text(traits.get("first_name")), text(traits.get("middle_name")))))
    street = " ".join(filter(None, (text(traits.get("street")), text(traits.get("street_2")))))
    return Person(
        key,
        first,
        text(traits.get("last_name")),
        text(traits.get("name")),
        text(traits.get("birthday")),
        street,
        text(traits.get("city")),
        text(traits.get("postal_code")),
        values("phone", traits, identifiers),
        values("email", traits, identifiers),
        tuple(devices),
    )


def text(value: Any) -> str:
    """A value as text; lists and objects say nothing."""
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def values(name: str, traits: Mapping[str, Any], identifiers: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What is known of a kind, as trait and as identifiers, each once."""
    said = traits.get(name)
    found = [text(one) for one in (said if isinstance(said, list) else [said])]
    return tuple(dict.fromkeys(filter(None, [*found, *(value for type_, value in identifiers if type_ == name)])))


def columns(people: Iterable[Person]) -> pa.Table:
    """The same in columns, by `SCHEMA`."""
    return pa.Table.from_arrays(
        [pa.array(column, type=field.type) for column, field in zip(turned(people), SCHEMA, strict=True)],
        schema=SCHEMA,
    )


def turned(people: Iterable[Person]) -> Iterable[Any]:
    """Rows to columns."""
    rows = list(people)
    return zip(*rows, strict=True) if rows else [[] for _ in SCHEMA]
