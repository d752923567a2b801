"""Traits under their canonical names, each value in the form of its field's type.

What cannot be read is kept as it was written and reported: nothing a customer told is thrown away.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from regulars.base.fields import queries
from regulars.unify.facts.normalize.readers import Doubt, readers
from regulars.unify.facts.normalize.reserved import own_name
from regulars.unify.facts.normalize.texts import json_value, text


class Problem(NamedTuple):
    """A doubtful trait, by its canonical name."""

    trait: str
    doubt: Doubt


# Objects that Segment's spec allows as one trait, with those of their keys that mean another of our fields.
_NESTED: dict[str, dict[str, str]] = {"address": {}, "company": {"name": "company", "id": "company_id"}}


def traits(raw: Mapping[str, object], region: str | None) -> tuple[dict[str, object], list[Problem]]:
    """Canonical traits and what is doubtful about them.

    `null` stays None (a tombstone), `""` stays. An `address` or `company` object becomes the fields of its unit and
    replaces the whole unit; its further keys become `address_…`. First and last name together also give `name`.
    """
    written, problems = _canonical(raw)
    known = readers(region)
    found: dict[str, object] = {}
    for name, value in written.items():
        reader = known.get(name)
        if value is None or value == "":
            found[name] = value
        elif reader is None:
            found[name] = json_value(value)
        else:
            found[name], doubt = reader(value)
            if doubt:
                problems.append(Problem(name, doubt))
    _fill_name(found)
    return found, problems


def _canonical(raw: Mapping[str, object]) -> tuple[dict[str, object], list[Problem]]:
    """Values by canonical name; where two spellings disagree, the canonical one stands, else the first."""
    written: dict[str, object] = {}
    problems: list[Problem] = []
    for name, is_exact, value in _flattened(raw):
        if name in written and written[name] != value:
            problems.append(Problem(name, Doubt.TWO_SPELLINGS))
        if is_exact or name not in written:
            written[name] = value
    for unit in _NESTED:
        if unit in raw and (raw[unit] is None or isinstance(raw[unit], Mapping)):
            for name in queries.units()[unit]:
                written.setdefault(name, None)
    return written, problems


def _flattened(raw: Mapping[str, object]) -> Iterator[tuple[str, bool, object]]:
    """(canonical name, whether it was spelled so, value)."""
    known = queries.current()
    for key, value in raw.items():
        if key in _NESTED and isinstance(value, Mapping):
            yield from _lines(key, value)
        elif key == "address":
            if value is not None:
                yield "street", False, value
        else:
            name = known.canonical.get(key)
            yield (name, name == key, value) if name else _unknown(key, value)


def _unknown(key: str, value: object) -> tuple[str, bool, object]:
    """What no field is spelled like; a tidier spelling may be one, declared under the name that was sent."""
    name = own_name(text(key))
    return queries.canonical_trait(name), True, value


def _lines(unit: str, value: Mapping[str, object]) -> Iterator[tuple[str, bool, object]]:
    for key, line in value.items():
        name = _NESTED[unit].get(key) or queries.canonical_trait(key)
        yield (name if name in queries.units()[unit] else f"{unit}_{text(key)}"), False, line


def _fill_name(found: dict[str, object]) -> None:
    """Segment's `name` from first and last name; Chinese names are written family first and without a space."""
    first, last = found.get("first_name"), found.get("last_name")
    if "name" in found or not (isinstance(first, str) and isinstance(last, str) and first and last):
        return
    found["name"] = full_name(first, last)


def full_name(first: str, last: str) -> str:
    """First and last name as one."""
    return f"{last}{first}" if _is_han(first) and _is_han(last) else f"{first} {last}"


def _is_han(name: str) -> bool:
    return all("\u3400" <= character <= "\u9fff" for character in name)
