"""The data dictionary as plain look-ups, made once of its fields and purposes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from regulars.base.fields import dictionary
from regulars.base.fields import purposes as purpose_table
from regulars.base.fields.dictionary import Field
from regulars.base.fields.purposes import Purpose

# Segment's reserved names that mean one of our fields without being its spelling.
_RESERVED = {"title": "job_title", "employees": "employee_count", "zip": "postal_code", "zipCode": "postal_code"}


@dataclass(frozen=True)
class Known:
    """Every field and purpose; `version` names the state of the tables that they were read from."""

    every: tuple[Field, ...]
    purposes: tuple[Purpose, ...]
    version: str = ""

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields that are offered: all but the retired."""
        return tuple(field for field in self.every if not field.is_retired)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        return {field.name: field for field in self.every}

    @cached_property
    def by_code(self) -> Mapping[str, Purpose]:
        return {purpose.code: purpose for purpose in self.purposes}

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self.by_name)

    @cached_property
    def special(self) -> frozenset[str]:
        """Fields whose values are sealed at rest."""
        return frozenset(field.name for field in self.every if field.is_special)

    @cached_property
    def guarded(self) -> frozenset[str]:
        return frozenset(field.name for field in self.every if field.guarded)

    @cached_property
    def canonical(self) -> Mapping[str, str]:
        """Spelling → the field it means."""
        return dict(_spellings(self.every))

    @cached_property
    def units(self) -> Mapping[str, tuple[str, ...]]:
        units: dict[str, tuple[str, ...]] = {}
        for field in self.every:
            if field.unit:
                units[field.unit] = (*units.get(field.unit, ()), field.name)
        return units

    @cached_property
    def unit_of(self) -> Mapping[str, str]:
        """Field → the unit that it survives with."""
        return {part: unit for unit, parts in self.units.items() for part in parts}


def camel_case(name: str) -> str:
    """`first_name` as `firstName`."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _spellings(fields: Sequence[Field]) -> Iterator[tuple[str, str]]:
    # Exact names come last, so that they are never another's spelling.
    yield from ((camel_case(field.name), field.name) for field in reversed(fields))
    yield from _RESERVED.items()
    yield from ((field.name, field.name) for field in fields)


def known(fields: Iterable[Field], purposes: Iterable[Purpose], version: str = "") -> Known:
    """The look-ups over these."""
    return Known(tuple(fields), tuple(purposes), version)


BUILT_IN = known(dictionary.BUILT_IN, purpose_table.BUILT_IN)
