"""Reads imports: which there are, what their files look like, what they would do, what they did."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from regulars.base.fields.moments import now
from regulars.base.fields.queries import find_field
from regulars.base.web import business
from regulars.unify.facts import queries as facts

from . import folder, keeping, reading
from .conflicts import conflicts_of
from .enums import State
from .errors import FileGone
from .finding import basis_of, counts_of, find, imports, mapping_of, options_of
from .mapping import Kind, Mapping, fingerprint, guess, sampled, targets
from .models import Import, Repair
from .reasons import reason_sentence
from .shown import preview_of, problems_of
from .told import Doubts, Progress, Reason, Report

if TYPE_CHECKING:
    from .reading import Found

__all__ = [
    "basis_of",
    "conflicts_of",
    "counts_of",
    "find",
    "found",
    "guessed",
    "imports",
    "mapping_of",
    "options_of",
    "preview_of",
    "problems_of",
    "progress_of",
    "remembered",
    "repairs",
    "report_of",
]

SECTIONS = ("created", "updated", "unchanged", "merged", "rejected")


def found(import_id: int, *, language: str = "en") -> "Found":
    """What the file looks like from its beginning. Raises ImportUnknown, FileGone, FileError."""
    row = find(import_id)
    path = folder.at(import_id, folder.UPLOAD)
    if not path.exists():
        raise FileGone
    return reading.look(path, row.name, options_of(row), language=language)


def remembered(heads: Sequence[str]) -> dict[str, Mapping]:
    """What a person decided last about a file with these heads, by their fingerprint; empty if nobody did."""
    mark = fingerprint(heads)
    last = imports().filter(fingerprint=marked(mark)).exclude(mapping={}).first()
    mapping = last and mapping_of(last)
    return {mark: mapping} if mapping else {}


def marked(fingerprint_: str) -> str:
    """A fingerprint as it is stored: short, and without the heads."""
    return hashlib.sha256(fingerprint_.encode()).hexdigest()


def guessed(import_id: int, kind: Kind | None = None, *, language: str = "en") -> Mapping:
    """The mapping to start from: what was chosen already, else what the heads and values look like.

    Columns have samples. Raises ImportUnknown, FileGone, FileError.
    """
    row = find(import_id)
    seen = found(import_id, language=language)
    staged = folder.at(import_id, folder.STAGED)
    cells: Sequence[Sequence[str | None]] = sampled(staged) if staged.exists() else list(zip(*seen.rows, strict=True))
    source = facts.sources().filter(pk=row.source).first()
    region = (source and source.region) or facts.usual_region()
    fresh = guess(
        seen.heads,
        cells,
        kind,
        region=region,
        language=language,
        origin=seen.origin,
        time_zone=str(business.zone()),
        remembered=remembered(seen.heads),
    )
    chosen = mapping_of(row)
    return fresh if chosen is None or (kind is not None and chosen.kind != kind) else with_samples(chosen, fresh)


def with_samples(chosen: Mapping, fresh: Mapping) -> Mapping:
    """What was chosen, beside what stands in the columns."""
    samples = {column.place: column.samples for column in fresh.columns}
    for column in chosen.columns:
        column.samples = samples.get(column.place, [])
    return chosen


def progress_of(import_id: int) -> Progress:
    """How far the work on it is. Raises ImportUnknown."""
    row = find(import_id)
    return Progress(row.state, row.step, row.done, row.total, seconds_left(row), counts_of(row), row.problem)


def seconds_left(row: Import) -> int | None:
    """How long the step will still take, by how long it took so far; None until that can be told."""
    elapsed = (now() - row.step_at) / 1_000_000
    if not (row.step and row.total and row.done and elapsed > 1):
        return None
    return round(elapsed / row.done * max(0, row.total - row.done))


def report_of(import_id: int) -> Report:
    """What an import did. Raises ImportUnknown."""
    row = find(import_id)
    source = facts.sources().filter(pk=row.source).first()
    has_staged = folder.at(import_id, folder.STAGED).exists()
    return Report(
        import_id=row.pk,
        name=row.name,
        source=row.source,
        source_name=source.name if source else "",
        state=row.state,
        actor=row.actor,
        created_at=row.created_at,
        began_at=row.began_at,
        ended_at=row.ended_at,
        undone_at=row.undone_at,
        counts=counts_of(row),
        reasons=tuple(Reason(code, reason_sentence(code), count) for code, count in sorted(row.reasons.items())),
        doubts=tuple(doubts_of(row)),
        has_rejected=bool(row.reasons) and has_staged,
        has_upload=has_staged,
        upload_until=keeping.kept_until(row) if has_staged else None,
        can_undo=row.state == State.DONE,
    )


def doubts_of(row: Import) -> Iterator[Doubts]:
    """What looked wrong in its cells, in words."""
    mapping = mapping_of(row)
    labels = {target.code: str(target.label) for target in targets(mapping.kind)} if mapping and row.doubts else {}
    for target, code, count in row.doubts:
        kind, _colon, name = target.partition(":")
        is_listed = kind in {"trait", "identifier"} and find_field(name) is not None
        yield Doubts(name if is_listed else "", labels.get(target, name), reason_sentence(code, target), count)


def repairs() -> QuerySet[Repair]:
    """What was decided about bad values, newest first."""
    return Repair.objects.order_by("-made_at", "-pk")
