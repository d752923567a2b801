"""Fields and purposes as the tables have them, put together with the built-in ones."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from regulars.base.fields import dictionary
from regulars.base.fields import purposes as purpose_table
from regulars.base.fields.dictionary import Field, Validation
from regulars.base.fields.enums import Basis, Category, Sensitivity, Type
from regulars.base.fields.known import Known, known
from regulars.base.fields.labels import label
from regulars.base.fields.models import StoredField, StoredPurpose
from regulars.base.fields.purposes import Purpose
from regulars.base.fields.words import Words

GUARDED = {Category.IDENTITY, Category.CONTACT}


def read(version: str) -> Known:
    """The whole dictionary, from the tables."""
    rows = {row.name: row for row in StoredField.objects.all()}
    purposes = {row.code: row for row in StoredPurpose.objects.all()}
    return known(_fields(rows), _purposes(purposes), version)


def _fields(rows: dict[str, StoredField]) -> Iterator[Field]:
    for built_in in dictionary.BUILT_IN:
        row = rows.pop(built_in.name, None)
        yield built_in if row is None else changed(built_in, row)
    for row in rows.values():
        yield own(row)


def _purposes(rows: dict[str, StoredPurpose]) -> Iterator[Purpose]:
    for built_in in purpose_table.BUILT_IN:
        row = rows.pop(built_in.code, None)
        if row is None:
            yield built_in
        else:
            yield Purpose(row.code, label(row.labels, built_in.label), Basis(row.basis))
    for row in rows.values():
        yield Purpose(row.code, label(row.labels, None, row.code), Basis(row.basis), is_built_in=False)


def changed(built_in: Field, row: StoredField) -> Field:
    """A built-in field as the business wants it; its type and what the road makes of it stay."""
    validation, words = validation_of(row.validation, built_in)
    return replace(
        built_in,
        label=label(row.labels, built_in.label),
        help=label(row.help, built_in.help),
        purposes=frozenset(row.purposes),
        sensitivity=Sensitivity(row.sensitivity),
        validation=validation,
        words=words,
        retention=row.retention,
        is_retired=row.is_retired,
    )


def own(row: StoredField) -> Field:
    """A field of the business's own."""
    validation, words = validation_of(row.validation, None)
    return Field(
        row.name,
        Type(row.type),
        label(row.labels, None, row.name),
        Category(row.category),
        frozenset(row.purposes),
        Sensitivity(row.sensitivity),
        validation,
        row.retention,
        guarded=Category(row.category) in GUARDED,
        help=label(row.help, ""),
        words=words,
        is_retired=row.is_retired,
        is_built_in=False,
    )


def validation_of(said: Mapping[str, Any], built_in: Field | None) -> tuple[Validation, Words]:
    """What values must satisfy, and the words for choices; what was not said of a built-in field stays as it is."""
    validation = built_in.validation if built_in else Validation()
    limits = {name: said[name] for name in ("minimum", "maximum", "max_length", "shape") if name in said}
    old: Words = built_in.words if built_in else {}
    if "choices" not in said:
        return replace(validation, **limits), old
    chosen: dict[str, dict[str, str]] = dict(said["choices"])
    words = {code: label(texts, old.get(code), code) for code, texts in chosen.items()}
    return replace(validation, choices=tuple(chosen), **limits), words
