"""Reads notes, mentions and files of a customer, by all keys of theirs."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Count, F, Max, QuerySet
from django.utils.safestring import SafeString

from regulars.base.staff.enums import Reach
from regulars.base.staff.queries import users
from regulars.unify.customers.owners import owners_of
from regulars.unify.identity.queries import roots_of

from .errors import FileUnknown, NoteUnknown
from .models import CustomerFile, Mention, Note, NoteVersion
from .naming import Colleague
from .writing import as_html

MOST_MENTIONS = 100
Readable = Callable[[str], str]
"""Takes out of a text what its reader may not see of the customer."""


@dataclass(frozen=True)
class ShownNote:
    """A note as it is read; `actor` wrote it, moments are in µs. `versions` is how often it was edited."""

    id: int
    key: int
    actor: str
    text: str
    html: SafeString
    written_at: int
    edited_at: int | None
    pinned_at: int | None
    deleted_at: int | None
    versions: int


@dataclass(frozen=True)
class Mentioned:
    """A note that names somebody in these words, and the root of the customer that it is about."""

    note: Note
    words: str
    root: int
    is_new: bool


def standing(keys: Collection[int]) -> QuerySet[Note]:
    """The notes about one customer that nobody deleted."""
    return Note.objects.filter(key__in=list(keys), deleted_at=None)


def newest_note_at(keys: Collection[int]) -> dict[int, int]:
    """Key → when the newest note under it was written (µs)."""
    rows = standing(keys).values("key").annotate(at=Max("written_at"))
    return {row["key"]: row["at"] for row in rows}


def notes_of(
    keys: Collection[int], limit: int | None = None, *, readable: Readable, with_deleted: bool = False
) -> list[ShownNote]:
    """Pinned ones first, then the newest."""
    found = Note.objects.filter(key__in=list(keys)) if with_deleted else standing(keys)
    ordered = found.order_by(F("pinned_at").desc(nulls_last=True), "-written_at", "-pk")
    return shown(ordered if limit is None else ordered[:limit], readable)


def notes_before(keys: Collection[int], before: int | None, limit: int) -> list[Note]:
    """The newest that were written up to a moment (µs)."""
    found = standing(keys) if before is None else standing(keys).filter(written_at__lte=before)
    return list(found.order_by("-written_at", "-pk")[:limit])


def shown(notes: QuerySet[Note], readable: Readable) -> list[ShownNote]:
    """Notes with their names marked, in two queries."""
    rows = list(notes.annotate(edits=Count("versions")))
    words: dict[int, list[str]] = {}
    for note_id, said in Mention.objects.filter(note__in=[row.pk for row in rows]).values_list("note_id", "words"):
        words.setdefault(note_id, []).append(said)
    return [shown_note(row, readable(row.text), words.get(row.pk, []), row.edits) for row in rows]


def shown_note(row: Note, text: str, mentioned: Collection[str], versions: int) -> ShownNote:
    return ShownNote(
        id=row.pk,
        key=row.key,
        actor=row.actor,
        text=text,
        html=as_html(text, mentioned),
        written_at=row.written_at,
        edited_at=row.edited_at,
        pinned_at=row.pinned_at,
        deleted_at=row.deleted_at,
        versions=versions,
    )


def notes_count(keys: Collection[int]) -> int:
    """How many notes stand."""
    return standing(keys).count()


def note_of(keys: Collection[int], note_id: int) -> Note:
    """One note about this customer, deleted ones too. Raises NoteUnknown."""
    found = Note.objects.filter(key__in=list(keys), pk=note_id).first()
    if found is None:
        raise NoteUnknown
    return found


def readable_note(keys: Collection[int], note_id: int, actor: str) -> Note:
    """The same; a deleted one is there for its author alone. Raises NoteUnknown."""
    found = note_of(keys, note_id)
    if found.deleted_at is not None and found.actor != actor:
        raise NoteUnknown
    return found


def versions_of(note: Note) -> list[NoteVersion]:
    """What it said before, newest first."""
    return list(note.versions.order_by("-written_at", "-pk"))


def files_of(keys: Collection[int]) -> list[CustomerFile]:
    """The files kept with one customer, newest first."""
    return list(CustomerFile.objects.filter(key__in=list(keys)).order_by("-added_at", "-pk"))


def files_count(keys: Collection[int]) -> int:
    """How many files are kept with one customer."""
    return CustomerFile.objects.filter(key__in=list(keys)).count()


def file_of(keys: Collection[int], file_id: int) -> CustomerFile:
    """One file of this customer. Raises FileUnknown."""
    found = CustomerFile.objects.filter(key__in=list(keys), pk=file_id).first()
    if found is None:
        raise FileUnknown
    return found


def colleagues_about(root: int) -> list[Colleague]:
    """Every active colleague by name, and whether they may read notes about this customer."""
    everyone = list(users().filter(is_active=True))
    owner_id = owners_of([root]).get(root)
    teams = {user.pk: user.team_id for user in everyone}
    found = []
    for user in everyone:
        same_team = user.reach == Reach.TEAM and user.team_id is not None and teams.get(owner_id or 0) == user.team_id
        reaches = user.reach == Reach.EVERYONE or user.pk == owner_id or same_team
        may = user.has_perm("notes.see") and user.has_perm("customers.see")
        found.append(Colleague(user.pk, user.name, user.email, reaches and may))
    return sorted(found, key=lambda one: one.words.casefold())


def unseen_count(user_id: int) -> int:
    """How many notes name somebody that they have not seen."""
    return Mention.objects.filter(user_id=user_id, seen_at=None, note__deleted_at=None).count()


def mentions_of(user_id: int) -> list[Mentioned]:
    """The latest notes that name somebody, newest first; whether they may still see the customer is not asked here."""
    found = Mention.objects.filter(user_id=user_id, note__deleted_at=None).select_related("note")
    rows = list(found.order_by("-note__written_at", "-pk")[:MOST_MENTIONS])
    roots = roots_of(row.note.key for row in rows)
    return [Mentioned(row.note, row.words, roots[row.note.key], row.seen_at is None) for row in rows]
