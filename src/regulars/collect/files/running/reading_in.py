"""Reads the whole file in, and prepares it: the steps before anything is compared or run."""

import hashlib
from pathlib import Path

import msgspec

from regulars.base.fields.masks import Sight
from regulars.collect.files import folder, queries, reading
from regulars.collect.files.basis import Basis
from regulars.collect.files.errors import FileGone, NothingMapped, SourceMissing
from regulars.collect.files.mapping import KEY, Mapping, compiled
from regulars.collect.files.mapping.reading import key_of
from regulars.collect.files.models import Import, Repair
from regulars.collect.files.preview import kept
from regulars.collect.files.reading.errors import ReadingError
from regulars.unify.facts import prepared
from regulars.unify.facts import queries as facts
from regulars.unify.facts.statement import SourceRef

from .naming import sight_of
from .preparing import Part, Prepared, Preparing, Told, prepare_all
from .telling import Teller


def stage(row: Import, teller: Teller) -> None:
    """Read the file, unless that is done. Raises FileGone, FileError, Stopped."""
    into = folder.at(row.pk, folder.STAGED)
    if into.exists() and row.rows:
        return
    path = folder.at(row.pk, folder.UPLOAD)
    if not path.exists():
        raise FileGone
    teller.step("staging")
    staged = read_in(row, path, into, teller)
    row.rows, row.format, row.origin = staged.rows, staged.format, staged.origin
    row.options = msgspec.to_builtins(staged.options)
    Import.objects.filter(pk=row.pk).update(rows=row.rows, format=row.format, origin=row.origin, options=row.options)


def read_in(row: Import, path: Path, into: Path, teller: Teller) -> reading.Staged:
    """Read the file into the staged one. Raises FileGone where it went meanwhile, with somebody who was erased."""
    try:
        staged = reading.stage(path, row.name, queries.options_of(row), into, teller)
        into.chmod(0o600)
    except (OSError, ReadingError):
        if path.exists():
            raise
        raise FileGone from None
    if not path.exists():
        folder.drop(row.pk, folder.STAGED)
        raise FileGone
    return staged


def source_of(row: Import) -> SourceRef:
    """Who speaks in the file. Raises SourceMissing."""
    source = facts.sources().filter(pk=row.source).first()
    if source is None:
        raise SourceMissing
    return facts.source_ref(source)


def prepare(row: Import, teller: Teller, told: Told | None = None) -> None:
    """Prepare the staged file, unless it is prepared as everything stands now. Raises NothingMapped, SourceMissing.

    Where somebody was taken out of it meanwhile, it is prepared again.
    """
    source = source_of(row)
    mapping = repaired(row)
    basis = queries.basis_of(row)
    sight = sight_of(row.actor)
    mark = mark_of(row, source, mapping, basis, sight)
    into = folder.at(row.pk, folder.PREPARED)
    if row.prepared_as == mark and into.exists():
        return
    reader = compiled(
        mapping,
        source,
        received_at=row.created_at,
        consents=dict.fromkeys(basis.consents, True),
        evidence=evidence_of(basis),
    )

    def heard(so_far: Prepared, part: Part) -> None:
        if told is not None:
            told(so_far, part)
        teller(so_far.rows)

    staged = folder.at(row.pk, folder.STAGED)
    preparing = Preparing(reader, source, row.pk, sight)
    version = ""
    while version != version_of(staged):
        version = version_of(staged)
        forget_preparation(row)
        teller.step("preparing", row.rows)
        whole = prepare_all(staged, into, mapping, preparing, row.rows, heard)
        keep(row, whole)
        row.prepared_as, row.facts = mark, whole.facts
        Import.objects.filter(pk=row.pk).update(prepared_as=mark, facts=row.facts)


def version_of(path: Path) -> str:
    """Something else once a file has been written anew."""
    found = path.stat()
    return f"{found.st_ino} {found.st_mtime_ns} {found.st_size}"


def keep(row: Import, whole: Prepared) -> None:
    """Write down what was found on the way."""
    troubles = [(*trouble, counted) for trouble, counted in whole.troubles.items()]
    troubles += [(column, code, "", [count]) for (column, code), count in whole.further.items()]
    kept.write_troubles(folder.at(row.pk, folder.PROBLEMS), troubles)
    kept.write_left_out(folder.at(row.pk, folder.LEFT_OUT), whole.rejected)


def forget_preparation(row: Import) -> None:
    """What was prepared no longer fits."""
    folder.drop(row.pk, folder.PREPARED, folder.PREVIEW, folder.PROBLEMS, folder.LEFT_OUT)
    row.prepared_as, row.counts = "", {}
    Import.objects.filter(pk=row.pk).update(prepared_as="", counts={})


def repaired(row: Import) -> Mapping:
    """The mapping, with what was decided about bad values of its fields. Raises NothingMapped."""
    mapping = queries.mapping_of(row)
    if mapping is None:
        raise NothingMapped
    targets = {column.target for column in mapping.columns if column.target}
    for repair in Repair.objects.filter(field__in=targets):
        for column in mapping.targeting(repair.field):
            column.values = {**column.values, key_of(repair.value): repair.replacement}
    return mapping


def mark_of(row: Import, source: SourceRef, mapping: Mapping, basis: Basis, sight: Sight) -> str:
    """What a preparation depends on, as a digest; whom the importer reaches counts only where a file names keys."""
    reach = sorted(sight.owners) if sight.owners is not None and mapping.targeting(KEY) else []
    parts = (mapping, basis, prepared.stamp(source), row.rows, row.created_at, reach)
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()


def evidence_of(basis: Basis) -> dict[str, str]:
    """How the consents of a file were given."""
    said = {"origin": basis.origin, "told_on": basis.told_on, "told": basis.told, "evidence": basis.evidence}
    return {name: text for name, text in said.items() if text}
