"""Look-ups in the data dictionary: plain dictionaries, read again from the tables only when these have changed."""

from collections.abc import Mapping
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import DatabaseError, connection
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from regulars.base.fields.dictionary import Field
from regulars.base.fields.errors import UnknownField, UnknownPurpose
from regulars.base.fields.known import BUILT_IN, Known
from regulars.base.fields.purposes import Purpose
from regulars.base.web import preferences

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from regulars.base.fields.models import Resealing

VERSION = "fields.version"
"""The setting that changes whenever a field or purpose does; settings are read again every few seconds."""

_reading = Lock()
_known = BUILT_IN
_settings: object = None
"""The settings that `_known` belongs to, as they were last read."""


def current() -> Known:
    """The dictionary as it is now; what another process changed is known within seconds, before migrations the built-in
    one. The road asks for each fact and pages for each value: this reads no table while nothing has changed.
    """
    try:
        settings = preferences.everything()
    except DatabaseError:
        if connection.needs_rollback:
            return _known
        if "setting" in connection.introspection.table_names():
            raise
        return BUILT_IN
    if settings is not _settings:
        _read(settings)
    return _known


def _read(settings: Mapping[str, Any]) -> None:
    global _known, _settings  # noqa: PLW0603 one dictionary a process
    from regulars.base.fields import stored  # noqa: PLC0415  models are ready only after this module is first imported

    with _reading:
        version = settings.get(VERSION, "")
        if version != _known.version:
            _known = stored.read(version) if version else BUILT_IN
        _settings = settings


def fields() -> tuple[Field, ...]:
    """Every field that is offered, in the order in which a profile shows them; retired ones are left out."""
    return current().fields


def every_field() -> tuple[Field, ...]:
    """Every field, retired ones too."""
    return current().every


def find_field(name: str) -> Field | None:
    """The field of this canonical name, retired or not, or None."""
    return current().by_name.get(name)


def field(name: str) -> Field:
    """The field of this canonical name; raises `UnknownField`."""
    if (found := find_field(name)) is None:
        raise UnknownField(format_lazy(_("There is no field “{name}”. Declare it first."), name=name))
    return found


def purposes() -> tuple[Purpose, ...]:
    """Every purpose."""
    return current().purposes


def purpose(code: str) -> Purpose:
    """The purpose of this code; raises `UnknownPurpose`."""
    try:
        return current().by_code[code]
    except KeyError:
        raise UnknownPurpose(format_lazy(_("There is no purpose “{code}”. Declare it first."), code=code)) from None


def canonical_trait(name: str) -> str:
    """The field that a reserved spelling means (`firstName` is `first_name`); other names come back unchanged."""
    return current().canonical.get(name, name)


def guarded_fields() -> frozenset[str]:
    """Fields that a public source may never fill for a person known to a trusted source."""
    return current().guarded


def special_fields() -> frozenset[str]:
    """Fields whose values are sealed at rest."""
    return current().special


def units() -> Mapping[str, tuple[str, ...]]:
    """Fields that survive together, by unit: the parts of a name, the lines of an address, a company."""
    return MappingProxyType(current().units)


def look_again() -> None:
    """Read the tables now if they have changed, and not only within seconds."""
    preferences.forget()
    current()


class Pending(NamedTuple):
    """A field whose values are being sealed or opened, and the last key whose records are done."""

    field: str
    after: int


def resealings() -> list[Pending]:
    """What the road still has to seal or open, because fields became special or are no longer; the oldest first."""
    rows = _resealings().filter(finished_at=None).order_by("asked_at")
    return [Pending(*row) for row in rows.values_list("field", "after")]


def has_resealed() -> bool:
    """Whether the database's files may still hold what was sealed since they were last written anew."""
    return _resealings().exclude(finished_at=None).filter(has_changed=True, gone_at=None).exists()


def _resealings() -> "QuerySet[Resealing]":
    from regulars.base.fields.models import Resealing  # noqa: PLC0415  as above

    return Resealing.objects.all()


class Written(NamedTuple):
    """What the business wrote of a field in its languages: labels, help, and code → texts of choices, in order."""

    labels: Mapping[str, str]
    help: Mapping[str, str]
    choices: tuple[tuple[str, Mapping[str, str]], ...]


def written(field: Field) -> Written:
    """The texts of a field as they were written; of a built-in one only what was written over it."""
    from regulars.base.fields.models import StoredField  # noqa: PLC0415  as above

    row = StoredField.objects.filter(name=field.name).first()
    said = row.validation.get("choices") if row else None
    pairs = said or ((code, {}) for code in field.validation.choices)
    return Written(row.labels if row else {}, row.help if row else {}, tuple((code, texts) for code, texts in pairs))


def written_purpose(code: str) -> Mapping[str, str]:
    """The labels of a purpose as they were written."""
    from regulars.base.fields.models import StoredPurpose  # noqa: PLC0415  as above

    return StoredPurpose.objects.filter(code=code).values_list("labels", flat=True).first() or {}
