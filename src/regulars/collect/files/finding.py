"""Finds an import, and reads what is stored of it."""

import msgspec
from django.db.models import QuerySet

from . import reading
from .basis import Basis
from .errors import ImportUnknown
from .mapping import Mapping
from .models import Import
from .told import Counts


def imports() -> QuerySet[Import]:
    """Every import, newest first."""
    return Import.objects.order_by("-pk")


def find(import_id: int) -> Import:
    """The import of this number. Raises ImportUnknown."""
    found = imports().filter(pk=import_id).first()
    if found is None:
        raise ImportUnknown
    return found


def options_of(row: Import) -> reading.Options:
    """How its file is read, as far as that was said."""
    return msgspec.convert(row.options, reading.Options)


def mapping_of(row: Import) -> Mapping | None:
    """What was decided about its columns; None before that."""
    return msgspec.convert(row.mapping, Mapping) if row.mapping else None


def basis_of(row: Import) -> Basis:
    """By what right it comes in, as far as that was said."""
    return msgspec.convert(row.basis, Basis)


def counts_of(row: Import) -> Counts:
    """Its rows by what became of them, or would."""
    return msgspec.convert({"rows": row.rows} | row.counts, Counts)
