"""Look-ups in the data dictionary; plain dictionaries built at import, no database."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from regulars.base.fields import dictionary
from regulars.base.fields import purposes as purpose_table
from regulars.base.fields.dictionary import Field
from regulars.base.fields.errors import UnknownField, UnknownPurpose
from regulars.base.fields.purposes import Purpose

_FIELDS = {field.name: field for field in dictionary.BUILT_IN}
_PURPOSES = {purpose.code: purpose for purpose in purpose_table.BUILT_IN}
# Segment's reserved names that mean one of our fields without being its spelling.
_RESERVED = {"title": "job_title", "employees": "employee_count", "zip": "postal_code", "zipCode": "postal_code"}


def _camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _spellings() -> Iterator[tuple[str, str]]:
    for name in _FIELDS:
        yield _camel_case(name), name
        yield name, name
    yield from _RESERVED.items()


def _units() -> dict[str, tuple[str, ...]]:
    units: dict[str, tuple[str, ...]] = {}
    for entry in dictionary.BUILT_IN:
        if entry.unit:
            units[entry.unit] = (*units.get(entry.unit, ()), entry.name)
    return units


_CANONICAL = dict(_spellings())
_UNITS = MappingProxyType(_units())
_GUARDED = frozenset(field.name for field in dictionary.BUILT_IN if field.guarded)


def fields() -> tuple[Field, ...]:
    """Every field, in the order in which a profile shows them."""
    return dictionary.BUILT_IN


def find_field(name: str) -> Field | None:
    """The field of this canonical name, or None."""
    return _FIELDS.get(name)


def field(name: str) -> Field:
    """The field of this canonical name; raises `UnknownField`."""
    try:
        return _FIELDS[name]
    except KeyError:
        raise UnknownField(format_lazy(_("There is no field “{name}”. Declare it first."), name=name)) from None


def purposes() -> tuple[Purpose, ...]:
    """Every purpose."""
    return purpose_table.BUILT_IN


def purpose(code: str) -> Purpose:
    """The purpose of this code; raises `UnknownPurpose`."""
    try:
        return _PURPOSES[code]
    except KeyError:
        raise UnknownPurpose(format_lazy(_("There is no purpose “{code}”. Declare it first."), code=code)) from None


def canonical_trait(name: str) -> str:
    """The field that a reserved spelling means (`firstName` is `first_name`); other names come back unchanged."""
    return _CANONICAL.get(name, name)


def guarded_fields() -> frozenset[str]:
    """Fields that a public source may never fill for a person known to a trusted source."""
    return _GUARDED


def units() -> Mapping[str, tuple[str, ...]]:
    """Fields that survive together, by unit: the parts of a name, the lines of an address, a company."""
    return _UNITS
