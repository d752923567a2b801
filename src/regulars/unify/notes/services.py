"""Writes, edits and deletes notes, keeps files, and moves both when people come apart."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from regulars.base.audit.services import record
from regulars.base.fields.moments import now
from regulars.unify.identity.queries import members, root_of

from . import storage
from .content import recognise, safe_name
from .errors import FileEmpty, FileTooLarge, NoteEmpty, NoteTooLong, NotYours, TooManyFiles
from .models import CustomerFile, Mention, Note, NoteVersion
from .naming import Colleague, named_in
from .queries import colleagues_about, file_of, files_count, note_of, readable_note

MOST_LETTERS = 10_000
MOST_FILES = 100
MOST_MEGABYTES = 7
MOST_BYTES = MOST_MEGABYTES << 20


@dataclass(frozen=True)
class Written:
    """A note that was stored; `untold` were named but may not see the customer, so nobody told them."""

    note: Note
    untold: tuple[Colleague, ...]


@transaction.atomic
def add_note(key: int, text: str, *, actor: str) -> Written:
    """Write about a customer. Raises CustomerUnknown, NoteEmpty, NoteTooLong."""
    plain = checked(text)
    note = Note.objects.create(key=strongest(key), actor=actor, text=plain, written_at=now())
    record("note.add", actor=actor, object_type="customer", keys=[note.key])
    return Written(note, mention(note))


@transaction.atomic
def edit_note(keys: Collection[int], note_id: int, text: str, *, actor: str) -> Written:
    """Say it otherwise; what it said is kept. Raises NoteUnknown, NotYours, NoteEmpty, NoteTooLong."""
    note, plain = own_note(keys, note_id, actor), checked(text)
    if plain == note.text:
        return Written(note, ())
    NoteVersion.objects.create(note=note, text=note.text, written_at=note.edited_at or note.written_at)
    note.text, note.edited_at = plain, now()
    note.save(update_fields=["text", "edited_at"])
    record("note.edit", actor=actor, object_type="customer", keys=[note.key])
    return Written(note, mention(note))


@transaction.atomic
def delete_note(keys: Collection[int], note_id: int, *, actor: str) -> None:
    """Take a note away; its author can bring it back. Raises NoteUnknown, NotYours."""
    note = own_note(keys, note_id, actor)
    note.deleted_at, note.pinned_at = now(), None
    note.save(update_fields=["deleted_at", "pinned_at"])
    record("note.delete", actor=actor, object_type="customer", keys=[note.key])


@transaction.atomic
def restore_note(keys: Collection[int], note_id: int, *, actor: str) -> None:
    """Bring a deleted note back. Raises NoteUnknown, NotYours."""
    note = own_note(keys, note_id, actor)
    note.deleted_at = None
    note.save(update_fields=["deleted_at"])
    record("note.restore", actor=actor, object_type="customer", keys=[note.key])


@transaction.atomic
def pin_note(keys: Collection[int], note_id: int, *, is_pinned: bool, actor: str) -> None:
    """Keep a note on top, or no longer; any colleague may who may write notes. Raises NoteUnknown."""
    note = readable_note(keys, note_id, actor)
    note.pinned_at = now() if is_pinned else None
    note.save(update_fields=["pinned_at"])
    record("note.pin" if is_pinned else "note.unpin", actor=actor, object_type="customer", keys=[note.key])


def see_mentions(user_id: int, notes: Iterable[int]) -> int:
    """Somebody has read these notes; how many of them named them and were new."""
    shown = list(notes)
    unseen = Mention.objects.filter(user_id=user_id, seen_at=None, note__in=shown) if shown else Mention.objects.none()
    new = list(unseen.values_list("pk", flat=True))
    # Looking at a page does not wait for the lock that writing takes, unless there is something to write.
    return Mention.objects.filter(pk__in=new).update(seen_at=now()) if new else 0


def checked(text: str) -> str:
    """The text as it is stored. Raises NoteEmpty, NoteTooLong."""
    plain = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not plain:
        raise NoteEmpty
    if len(plain) > MOST_LETTERS:
        raise NoteTooLong(most=MOST_LETTERS)
    return plain


def strongest(key: int) -> int:
    """The key under which to file what is written about a customer. Raises CustomerUnknown."""
    return members(key)[0].key


def own_note(keys: Collection[int], note_id: int, actor: str) -> Note:
    """Raises NoteUnknown, NotYours."""
    note = note_of(keys, note_id)
    if note.actor != actor:
        raise NotYours
    return note


def mention(note: Note) -> tuple[Colleague, ...]:
    """Note whom the text names; those who may not see the customer are returned instead."""
    named = named_in(note.text, colleagues_about(root_of(note.key)))
    told = {one.id: words for one, words in named.items() if one.sees}
    note.mentions.exclude(user_id__in=list(told)).delete()
    known = set(note.mentions.values_list("user_id", flat=True))
    author = note.actor.partition(":")[2]
    new = [
        Mention(note=note, user_id=user_id, words=words, seen_at=note.written_at if str(user_id) == author else None)
        for user_id, words in told.items()
        if user_id not in known
    ]
    Mention.objects.bulk_create(new)
    return tuple(one for one in named if not one.sees)


def add_file(key: int, name: str, content: bytes, *, actor: str) -> CustomerFile:
    """Keep a file with a customer. Raises CustomerUnknown, FileRefused."""
    check_size(len(content))
    found = recognise(content)
    identifiers = members(key)
    with transaction.atomic():
        if files_count([one.key for one in identifiers]) >= MOST_FILES:
            raise TooManyFiles(most=MOST_FILES)
        token = storage.put(found.content)
        file = CustomerFile.objects.create(
            key=identifiers[0].key,
            actor=actor,
            name=safe_name(name, found.kind),
            kind=found.kind,
            size=len(found.content),
            token=token,
            added_at=now(),
        )
        record("file.add", actor=actor, object_type="customer", keys=[file.key])
    return file


def check_size(size: int) -> None:
    """Raises FileEmpty, FileTooLarge."""
    if not size:
        raise FileEmpty
    if size > MOST_BYTES:
        raise FileTooLarge(most=MOST_MEGABYTES)


def read_file(file: CustomerFile, *, actor: str) -> bytes:
    """The bytes of a file; that they were asked for is written down. Raises FileNotFoundError, SealBroken."""
    content = storage.get(file.token)
    record("file.read", actor=actor, object_type="customer", keys=[file.key])
    return content


@transaction.atomic
def remove_file(keys: Collection[int], file_id: int, *, actor: str, may_remove_any: bool) -> None:
    """Remove a file for good; its bytes go with it. Raises FileUnknown, NotYours."""
    file = file_of(keys, file_id)
    if file.actor != actor and not may_remove_any:
        raise NotYours
    file.delete()
    record("file.remove", actor=actor, object_type="customer", keys=[file.key])
    transaction.on_commit(lambda: storage.unlink([file.token]))


@transaction.atomic
def move(notes: Mapping[int, int], files: Mapping[int, int], *, actor: str) -> int:
    """File notes and files (id → key) under other keys; how many were not there already."""
    moved = set()
    for model, targets in ((Note, notes), (CustomerFile, files)):
        for row in model.objects.filter(pk__in=list(targets)):
            if row.key != targets[row.pk]:
                moved |= {(row.key, targets[row.pk], model, row.pk)}
                model.objects.filter(pk=row.pk).update(key=targets[row.pk])
    if moved:
        keys = {key for old, new, *_ in moved for key in (old, new)}
        record("note.move", actor=actor, object_type="customer", keys=keys)
    return len(moved)


def sweep_files() -> int:
    """Unlink bytes that no row knows; how many there were."""
    lost = storage.orphans(CustomerFile.objects.values_list("token", flat=True))
    storage.unlink(lost)
    return len(lost)
