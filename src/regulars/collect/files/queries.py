"""Reads imports: which there are, what their files look like, what they would do, what they did."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
from django.db.models import QuerySet

from regulars.base.fields.masks import Sight

from . import folder, reading
from .basis import Basis
from .errors import FileGone, ImportUnknown
from .mapping import Kind, Mapping, fingerprint
from .models import Import, Repair
from .told import Counts, Page, ProblemGroup, Progress, Report, UndoPreview

if TYPE_CHECKING:
    from .reading import Found

SECTIONS = ("created", "updated", "unchanged", "merged", "rejected")
PER_PAGE = 50


def imports() -> QuerySet[Import]:
    """Every import, newest first."""
    return Import.objects.order_by("-pk")


def find(import_id: int) -> Import:
    """The import of this number. Raises ImportUnknown."""
    found = Import.objects.filter(pk=import_id).first()
    if found is None:
        raise ImportUnknown
    return found


def options_of(row: Import) -> reading.Options:
    """How its file is read, as far as that was said."""
    return msgspec.convert(row.options, reading.Options)


def found(import_id: int, *, language: str = "en") -> "Found":
    """What the file looks like from its beginning. Raises ImportUnknown, FileGone, FileError."""
    row = find(import_id)
    path = folder.upload(import_id)
    if not path.exists():
        raise FileGone
    return reading.look(path, row.name, options_of(row), language=language)


def mapping_of(row: Import) -> Mapping | None:
    """What was decided about its columns; None before that."""
    return msgspec.convert(row.mapping, Mapping) if row.mapping else None


def basis_of(row: Import) -> Basis:
    """By what right it comes in, as far as that was said."""
    return msgspec.convert(row.basis, Basis)


def remembered(heads: Iterable[str]) -> dict[str, Mapping]:
    """What a person decided last about a file with these heads, by their fingerprint; empty if nobody did."""
    mark = fingerprint(list(heads))
    last = Import.objects.filter(fingerprint=mark).exclude(mapping={}).order_by("-pk").first()
    return {} if last is None else {mark: msgspec.convert(last.mapping, Mapping)}


def guessed(import_id: int, kind: Kind | None = None, *, language: str = "en") -> Mapping:
    """The mapping to start from: what was chosen already, else what the heads and values look like.

    Columns have up to three samples. Raises ImportUnknown, FileGone, FileError.
    """
    raise NotImplementedError


def progress_of(import_id: int) -> Progress:
    """How far the work on it is. Raises ImportUnknown."""
    raise NotImplementedError


def counts_of(row: Import) -> Counts:
    """Its rows by what became of them, or would."""
    return msgspec.convert({"rows": row.rows} | row.counts, Counts)


def preview_of(import_id: int, section: str, page: int = 1, *, sight: Sight) -> Page:
    """A page of what the rows of a section would do, masked for the reader. Raises ImportUnknown."""
    raise NotImplementedError


def problems_of(import_id: int, *, sight: Sight, most: int = 50) -> tuple[ProblemGroup, ...]:
    """Bad values grouped by the repair they need, each once; at most `most` values a group. Raises ImportUnknown."""
    raise NotImplementedError


def conflicts_of(import_id: int, *, sight: Sight, most: int = 100) -> UndoPreview:
    """What an undo would change, with the first conflicts. Raises ImportUnknown, NothingToUndo."""
    raise NotImplementedError


def report_of(import_id: int) -> Report:
    """What an import did. Raises ImportUnknown."""
    raise NotImplementedError


def repairs() -> QuerySet[Repair]:
    """What was decided about bad values, newest first."""
    return Repair.objects.order_by("-made_at", "-pk")
