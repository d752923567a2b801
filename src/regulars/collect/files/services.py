"""Takes a file through its steps: uploaded, looked at, mapped, given a basis, previewed, run, undone."""

import shutil
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import msgspec
from django.db import transaction

from regulars.base.audit.services import record
from regulars.base.fields.moments import now
from regulars.base.jobs.services import enqueue
from regulars.base.staff.queries import sight_of
from regulars.unify.facts import sql
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.errors import SourceUnknown
from regulars.unify.facts.queries import sources
from regulars.unify.facts.services import create_source

from . import folder, left_out, queries, reading
from .basis import Basis, check_basis, for_purposes
from .enums import State
from .errors import FileGone, NothingToUndo, NotNow, StillWorking
from .mapping import Mapping, fingerprint
from .models import Import
from .reading import Options
from .ready import carried, check_mapping, check_ready
from .told import UndoPreview

OBJECT = "import"


def upload(content: BinaryIO | Path, name: str, *, actor: str, source: int = 0, is_ours: bool = False) -> Import:
    """Keep a file and make an import of it. A path that `is_ours` is moved, anything else copied."""
    name = called(name)
    row = Import.objects.create(name=name, source=source, actor=actor, created_at=now())
    while is_used(row.pk):
        row.delete()
        row = Import.objects.create(name=name, source=source, actor=actor, created_at=now())
    path = folder.made(row.pk) / folder.UPLOAD
    put(content, path, is_ours=is_ours)
    row.size = path.stat().st_size
    row.save(update_fields=["size"])
    record("import.upload", actor=actor, object_type=OBJECT, keys=[row.pk])
    return row


def called(name: str) -> str:
    """The name of a file on one line: nothing in it is invisible, or turns around what stands behind it."""
    seen = "".join(letter for letter in name if letter.isprintable() or letter in JOINERS)
    return Path(seen).name[:255] or "?"


JOINERS = "\u200c\u200d"
"""Persian and Thai words, and emoji, are spelled with them."""


def is_used(batch: int) -> bool:
    """Whether something was filed under this number that no import knows."""
    return bool(sql.run("SELECT 1 FROM link WHERE batch = %s LIMIT 1", batch)) if batch > 0 else True


def put(content: BinaryIO | Path, path: Path, *, is_ours: bool) -> None:
    """Bytes at a path that only its owner reads."""
    if isinstance(content, Path) and is_ours:
        content.replace(path)
        path.chmod(0o600)
        return
    path.touch(mode=0o600)
    with path.open("wb") as into:
        if isinstance(content, Path):
            with content.open("rb") as from_:
                shutil.copyfileobj(from_, into, 1 << 20)
        else:
            shutil.copyfileobj(content, into, 1 << 20)


def note(row: Import, actor: str) -> None:
    """Write down who decided something about a file."""
    record("import.decide", actor=actor, object_type=OBJECT, keys=[row.pk])


def open_for(import_id: int) -> Import:
    """An import of which everything may still be decided. Raises ImportUnknown, NotNow, StillWorking."""
    row = queries.find(import_id)
    if State(row.state).is_busy:
        raise StillWorking
    if State(row.state).has_run or row.began_at is not None:
        raise NotNow(state=row.get_state_display())
    return row


@transaction.atomic
def look_again(import_id: int, options: Options, *, actor: str) -> Import:
    """Read the file in another way; what was staged of it goes. Raises ImportUnknown, NotNow, FileError."""
    row = open_for(import_id)
    path = folder.at(import_id, folder.UPLOAD)
    if not path.exists():
        raise FileGone
    reading.look(path, row.name, options)
    folder.drop(import_id, folder.STAGED, folder.PREPARED, folder.PREVIEW, folder.PROBLEMS, folder.LEFT_OUT)
    row.options, row.rows, row.prepared_as, row.counts = asdict(options), 0, "", {}
    row.mapping, row.state = {}, State.UPLOADED
    note(row, actor)
    row.save()
    return row


@transaction.atomic
def choose_source(import_id: int, source: int, *, actor: str) -> Import:
    """Say who speaks in this file. Raises ImportUnknown, NotNow, SourceUnknown."""
    row = open_for(import_id)
    if not sources().filter(pk=source).exists():
        raise SourceUnknown
    row.source = source
    note(row, actor)
    row.save(update_fields=["source"])
    return row


def file_source(name: str, *, region: str = "", actor: str) -> int:
    """The source of this name, made as one of files if there is none; its id. Raises SourceInvalid."""
    known = sources().filter(name=name.strip()).first()
    made = known or create_source(name, kind=SourceKind.FILE, actor=actor, region=region)
    return int(made.pk)


def stage(import_id: int) -> None:
    """Begin to read the whole file, in the background, while people go on to decide. Raises ImportUnknown."""
    if queries.find(import_id).state == State.UPLOADED:
        enqueue("files.stage", once=True, import_id=import_id)


@transaction.atomic
def choose_mapping(import_id: int, mapping: Mapping, *, actor: str) -> Import:
    """Say what the columns mean.

    Raises ImportUnknown, NotNow, NothingMapped, NobodyNamed, TargetUnknown, FieldUnseen.
    """
    row = open_for(import_id)
    check_mapping(mapping, actor)
    bare = [msgspec.structs.replace(column, samples=[]) for column in mapping.columns]
    row.mapping = msgspec.to_builtins(msgspec.structs.replace(mapping, columns=bare))
    row.fingerprint = queries.marked(fingerprint([column.head for column in mapping.columns]))
    row.state = State.MAPPED
    note(row, actor)
    row.save(update_fields=["mapping", "fingerprint", "state"])
    return row


@transaction.atomic
def set_basis(import_id: int, basis: Basis, *, actor: str) -> Import:
    """Say by what right the list comes in; columns that no chosen purpose needs are left out of the mapping.

    Raises ImportUnknown, NotNow, BasisMissing, BoughtForMarketing, EvidenceMissing, PurposeUnknown.
    """
    row = open_for(import_id)
    mapping = queries.mapping_of(row)
    check_basis(basis, carried(row.pk, mapping) if mapping else ())
    if mapping is not None and basis.purposes:
        row.mapping = msgspec.to_builtins(for_purposes(mapping, basis.purposes))
    row.basis = msgspec.to_builtins(basis)
    note(row, actor)
    row.save(update_fields=["basis", "mapping"])
    return row


def preview(import_id: int, *, actor: str, is_queued: bool = True) -> Import:
    """Have a job say what the import would do. Raises ImportUnknown, NotNow, NothingMapped, BasisMissing."""
    row = open_for(import_id)
    check_ready(row, actor)
    return begin(row, State.PREVIEWING, "preview", actor=actor, is_queued=is_queued)


@transaction.atomic
def begin(row: Import, state: State, verb: str, *, actor: str, is_queued: bool, job: str = "") -> Import:
    """A new state, the audit line, and the job that works on it."""
    Import.objects.filter(pk=row.pk).update(state=state, step="", step_at=now(), done=0, total=None, problem="")
    record(f"import.{verb}", actor=actor, object_type=OBJECT, keys=[row.pk])
    if is_queued:
        enqueue(f"files.{job or verb}", once=True, priority=10, import_id=row.pk)
    return queries.find(row.pk)


def run(import_id: int, *, actor: str, is_queued: bool = True) -> Import:
    """Have a job hand the rows to the road. Raises ImportUnknown, NotNow, NothingMapped, BasisMissing."""
    row = open_for(import_id)
    check_ready(row, actor)
    Import.objects.filter(pk=row.pk).update(began_at=now(), actor=actor)
    return begin(row, State.RUNNING, "run", actor=actor, is_queued=is_queued)


def pause(import_id: int, *, actor: str) -> Import:
    """Hand no more rows over until it is resumed. Raises ImportUnknown, NotNow."""
    row = in_state(import_id, {State.RUNNING})
    return begin(row, State.PAUSED, "pause", actor=actor, is_queued=False)


def resume(import_id: int, *, actor: str, is_queued: bool = True) -> Import:
    """Go on where it was paused, or where it failed. Raises ImportUnknown, NotNow."""
    row = in_state(import_id, {State.PAUSED, State.FAILED, State.RUNNING, State.UNDOING})
    if row.began_at is None:
        raise NotNow(state=row.get_state_display())
    state, job = (State.UNDOING, "undo") if row.state == State.UNDOING else (State.RUNNING, "run")
    return begin(row, state, "resume", actor=actor, is_queued=is_queued, job=job)


def cancel(import_id: int, *, actor: str, is_queued: bool = True) -> Import:
    """Stop, and take back what was brought already. Raises ImportUnknown, NotNow."""
    row = in_state(import_id, {State.PREVIEWING, State.RUNNING, State.PAUSED, State.FAILED})
    if row.began_at is None:
        return begin(row, State.MAPPED, "cancel", actor=actor, is_queued=False)
    return begin(row, State.UNDOING, "cancel", actor=actor, is_queued=is_queued, job="undo")


def in_state(import_id: int, states: Collection[State]) -> Import:
    """The import, if it is that far. Raises ImportUnknown, NotNow."""
    row = queries.find(import_id)
    if row.state not in states:
        raise NotNow(state=row.get_state_display())
    return row


def undo(import_id: int, *, actor: str, is_queued: bool = True) -> Import:
    """Take back all that it brought, keeping what others said since. Raises ImportUnknown, NothingToUndo."""
    row = queries.find(import_id)
    if row.state != State.DONE:
        raise NothingToUndo
    Import.objects.filter(pk=row.pk).update(actor=actor)
    return begin(row, State.UNDOING, "undo", actor=actor, is_queued=is_queued)


def again(import_id: int, content: BinaryIO | Path, name: str, *, actor: str, is_ours: bool = False) -> Import:
    """A new import with the source, mapping and basis of an earlier one. Raises ImportUnknown, FileError."""
    earlier = queries.find(import_id)
    row = upload(content, name, actor=actor, source=earlier.source, is_ours=is_ours)
    mapping = queries.mapping_of(earlier)
    if mapping is not None:
        heads = reading.look(folder.at(row.pk, folder.UPLOAD), row.name).heads
        row.mapping = msgspec.to_builtins(left_out.arranged(mapping, heads))
        row.state = State.MAPPED
    row.basis, row.fingerprint = earlier.basis, earlier.fingerprint
    row.save()
    return row


def rejected_file(import_id: int, format_: str, *, actor: str, language: str = "en") -> BinaryIO:
    """The rows that were left out, to correct and put back in: "xlsx" or "csv"; with their number and the reason.

    Opened, and no longer in the folder. Raises ImportUnknown, FileGone, RowsUnseen.
    """
    row = queries.find(import_id)
    if not folder.at(import_id, folder.STAGED).exists():
        raise FileGone
    left_out.check_seen(row, sight_of(actor).mask)
    path = left_out.write(row, format_, language)
    file = path.open("rb")
    path.unlink()
    record("import.download", actor=actor, object_type=OBJECT, keys=[import_id])
    return file


@transaction.atomic
def delete(import_id: int, *, actor: str) -> None:
    """Let go of an import that never ran, with its files. Raises ImportUnknown, NotNow."""
    row = queries.find(import_id)
    if row.began_at is not None or State(row.state).is_busy:
        raise NotNow(state=row.get_state_display())
    record("import.delete", actor=actor, object_type=OBJECT, keys=[row.pk])
    row.delete()
    folder.remove(import_id)


def note_conflicts(import_id: int, told: UndoPreview, *, actor: str) -> None:
    """Write down who looked at what an undo would change, and which customers that named."""
    roots = {one.root for one in told.conflicts}
    type_, keys = ("customer", roots) if roots else (OBJECT, {import_id})
    record("import.preview_undo", actor=actor, object_type=type_, keys=keys)
