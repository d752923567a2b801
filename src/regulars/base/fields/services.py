"""Changes of the data dictionary: each checked, audited, known at once here and within seconds elsewhere."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from regulars.base.fields import errors
from regulars.base.fields.dictionary import Field
from regulars.base.fields.enums import Basis, Category, Sensitivity, Type
from regulars.base.fields.errors import FieldRefused
from regulars.base.fields.models import Resealing, StoredField, StoredPurpose
from regulars.base.fields.moments import now
from regulars.base.fields.naming import check_name, name_for
from regulars.base.fields.purposes import Purpose
from regulars.base.fields.queries import VERSION, current
from regulars.base.fields.queries import field as found_field
from regulars.base.fields.queries import purpose as found_purpose
from regulars.base.web import preferences, trail

Texts = Mapping[str, str]
SEALABLE = {Category.DEMOGRAPHIC, Category.PREFERENCE}
"""Built-in fields of other groups tell who somebody is, or are needed to serve them."""


@dataclass(frozen=True)
class Said:
    """What is said of a field. Texts are language → text; `validation` holds any of minimum, maximum, max_length,
    shape, and choices as code → texts; `retention` is in days.
    """

    labels: Texts
    category: Category = Category.CUSTOM
    help: Texts = field(default_factory=dict)
    purposes: frozenset[str] = frozenset()
    sensitivity: Sensitivity = Sensitivity.CONFIDENTIAL
    validation: Mapping[str, Any] = field(default_factory=dict)
    retention: int | None = None


@transaction.atomic
def declare_field(type_: Type, said: Said, *, actor: str, name: str = "", adopted: bool = False) -> Field:
    """Declare a field of the business's own, named after its label if `name` is empty.

    `adopted`: sources send it already; what they sent is read as the field's type from now on, and sealed if it is
    special. Raises FieldRefused.
    """
    labels = _texts(said.labels)
    name = name or name_for(next(iter(labels.values()), ""))
    check_name(name, current(), adopted=adopted)
    _check(type_, said)
    _check_label(labels)
    StoredField.objects.create(name=name, type=type_, **_columns(said))
    if said.sensitivity is Sensitivity.SPECIAL:
        _reseal(name)
    return _changed("field.declare", name, actor, _names(said))


@transaction.atomic
def change_field(name: str, said: Said, *, actor: str) -> Field:
    """Say otherwise of a field: everything but its name and type; a built-in one also stays in its group.

    One that becomes special is sealed by the road within minutes, and opened when it is no longer. Raises
    UnknownField, FieldRefused.
    """
    before = found_field(name)
    _check(before.type, said, before)
    row = _row(before)
    old = {key: getattr(row, key) for key in _columns(said)}
    new = _columns(said) | ({"category": before.category} if before.is_built_in else {})
    differing = sorted(key for key in new if new[key] != old[key])
    if not differing and row.pk in _stored():
        return before
    if (Sensitivity.SPECIAL in {old["sensitivity"], new["sensitivity"]}) and old["sensitivity"] != new["sensitivity"]:
        _reseal(name)
    for key in differing:
        setattr(row, key, new[key])
    row.save()
    return _changed("field.change", name, actor, differing)


def retire_fields(names: Collection[str], *, actor: str) -> int:
    """Offer fields no longer; their values are kept. Returns how many were offered before. Raises UnknownField."""
    return _retire(names, True, "field.retire", actor)


def restore_fields(names: Collection[str], *, actor: str) -> int:
    """Offer retired fields again. Returns how many were retired before. Raises UnknownField."""
    return _retire(names, False, "field.restore", actor)


@transaction.atomic
def _retire(names: Collection[str], is_retired: bool, action: str, actor: str) -> int:
    other = [each for each in map(found_field, sorted(names)) if each.is_retired != is_retired]
    for each in other:
        row = _row(each)
        row.is_retired = is_retired
        row.save()
    if other:
        trail.note(action, actor=actor, object_type="field", fields=[each.name for each in other])
        _renew()
    return len(other)


@transaction.atomic
def add_purpose(labels: Texts, basis: Basis, *, actor: str) -> Purpose:
    """Add a purpose, named after its label. Raises FieldRefused."""
    written = _texts(labels)
    _check_label(written)
    code = name_for(next(iter(written.values())))[:40].strip("_")
    if not code:
        raise FieldRefused("label_en", errors.NO_NAME)
    if code in current().by_code:
        raise FieldRefused("label_en", errors.CODE_TAKEN, code=code)
    StoredPurpose.objects.create(code=code, labels=written, basis=basis)
    trail.note("purpose.add", actor=actor, object_type="purpose", fields=[code])
    _renew()
    return found_purpose(code)


@transaction.atomic
def change_purpose(code: str, labels: Texts, basis: Basis, *, actor: str) -> Purpose:
    """Call a purpose otherwise, or base it on another right. Raises UnknownPurpose, FieldRefused."""
    before = found_purpose(code)
    written = _texts(labels)
    if not before.is_built_in:
        _check_label(written)
    StoredPurpose.objects.update_or_create(code=code, defaults={"labels": written, "basis": basis})
    trail.note("purpose.change", actor=actor, object_type="purpose", fields=[code])
    _renew()
    return found_purpose(code)


def pass_resealing(name: str, after: int, *, has_changed: bool, is_finished: bool) -> None:
    """Note up to which key the road has sealed or opened a field's values, and whether there were any."""
    pending = Resealing.objects.filter(field=name, finished_at=None)
    if has_changed:
        pending.update(has_changed=True)
    pending.update(after=after, finished_at=now() if is_finished else None)


def forget_resealed() -> int:
    """Note that the database's files were written anew, so that nothing is left of what was sealed. How many fields."""
    return Resealing.objects.exclude(finished_at=None).filter(has_changed=True, gone_at=None).update(gone_at=now())


def _reseal(name: str) -> None:
    if Resealing.objects.filter(field=name, finished_at=None).exists():
        raise FieldRefused("sensitivity", errors.BEING_SEALED, label=found_field(name).label)
    Resealing.objects.create(field=name, asked_at=now())


def _changed(action: str, name: str, actor: str, parts: list[str]) -> Field:
    trail.note(action, actor=actor, object_type="field", fields=[name, *parts])
    _renew()
    return found_field(name)


def _renew() -> None:
    """Let this process read the tables at once, and all others within seconds."""
    preferences.put(VERSION, secrets.token_hex(8))


def _stored() -> set[str]:
    return set(StoredField.objects.values_list("name", flat=True))


def _row(before: Field) -> StoredField:
    """The row of a field; of a built-in one of which nothing was said yet a new one, as it is built in."""
    row = StoredField.objects.filter(name=before.name).first()
    return row or StoredField(
        name=before.name,
        type=before.type,
        category=before.category,
        purposes=sorted(before.purposes),
        sensitivity=before.sensitivity,
        retention=before.retention,
    )


def _columns(said: Said) -> dict[str, Any]:
    return {
        "labels": _texts(said.labels),
        "help": _texts(said.help),
        "category": said.category,
        "purposes": sorted(said.purposes),
        "sensitivity": said.sensitivity,
        "validation": _in_order(said.validation),
        "retention": said.retention,
    }


def _in_order(validation: Mapping[str, Any]) -> dict[str, Any]:
    """Choices as pairs: PostgreSQL keeps no order in an object."""
    if "choices" not in validation:
        return dict(validation)
    return {**validation, "choices": [[code, dict(texts)] for code, texts in validation["choices"].items()]}


def _names(said: Said) -> list[str]:
    return sorted(key for key, value in _columns(said).items() if value not in ({}, [], None))


def _texts(texts: Texts) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items() if text.strip()}


def _check_label(texts: Texts) -> None:
    if not texts:
        raise FieldRefused("label_en", errors.NO_NAME)


def _check(type_: Type, said: Said, before: Field | None = None) -> None:
    """Raises FieldRefused where what is said does not hold together."""
    for code in said.purposes - current().by_code.keys():
        raise FieldRefused("purposes", errors.PURPOSE_UNKNOWN, code=code)
    if said.retention is not None and said.retention < 1:
        raise FieldRefused("retention", errors.RETENTION)
    if said.sensitivity is Sensitivity.SPECIAL:
        _check_sealable(type_, before)
    if before is None or not before.is_built_in:
        _check_label(_texts(said.labels))
    limits = said.validation
    smallest, largest = limits.get("minimum"), limits.get("maximum")
    if smallest is not None and largest is not None and largest < smallest:
        raise FieldRefused("maximum", errors.BOUNDS)
    if type_ is Type.CHOICE and "choices" in limits and not limits["choices"]:
        raise FieldRefused("choices", errors.NO_CHOICES)
    if type_ is Type.CHOICE and before is None and not limits.get("choices"):
        raise FieldRefused("choices", errors.NO_CHOICES)


def _check_sealable(type_: Type, before: Field | None) -> None:
    if type_ is Type.MOMENT:
        raise FieldRefused("sensitivity", errors.NO_MOMENT)
    if before and before.is_built_in and (before.unit or before.category not in SEALABLE):
        raise FieldRefused("sensitivity", errors.NOT_SEALABLE, label=before.label)
