"""Reads the trail in the order of its ids, for sealing and verifying: a thousand entries in memory at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from regulars.base.audit.chain import Entry, keys_hash, leaf, salted
from regulars.base.audit.models import AuditEntry, AuditSubject, AuditText

AT_ONCE = 1000
LARGEST = 2**63 - 1
NO_KEYS = keys_hash(())
COLUMNS = ("id", "at", "actor", "action", "object_type", "subject_count", "fields", "text_hash", "origin")

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """An entry's hash. `leaf` is None where only subjects or a text stand, without an entry.

    `text_fits` is None where there is no text or it was erased.
    """

    id: int
    leaf: bytes | None
    origin: bytes | None = None
    has_text: bool = False
    text_fits: bool | None = None


def read(after: int, until: int = LARGEST) -> Iterator[Read]:
    """Entries with `after` < id ≤ `until`, by id."""
    while True:
        rows = list(
            AuditEntry.objects.filter(id__gt=after, id__lte=until).order_by("id").values_list(*COLUMNS)[:AT_ONCE]
        )
        is_last = len(rows) < AT_ONCE
        last = until if is_last else rows[-1][0]
        yield from read_rows(rows, after, last)
        if is_last:
            return
        after = last


def read_rows(rows: Sequence[Row], after: int, until: int) -> Iterator[Read]:
    """The same for what was read, and for what stands beside it without an entry."""
    keys = keys_hashes(after, until)
    texts = {
        id_: (bytes(salt), text)
        for id_, salt, text in AuditText.objects.filter(entry_id__gt=after, entry_id__lte=until).values_list(
            "entry_id", "salt", "text"
        )
    }
    found = [read_row(row, keys.pop(row[0], NO_KEYS), texts.pop(row[0], None)) for row in rows]
    found += [Read(id_, None) for id_ in keys.keys() | texts.keys()]
    return iter(sorted(found, key=lambda one: one.id))


def keys_hashes(after: int, until: int) -> dict[int, bytes]:
    """The hash of each entry's subjects, by entry; an entry may be about a million."""
    rows = AuditSubject.objects.filter(entry_id__gt=after, entry_id__lte=until).order_by("entry_id", "key")
    found = rows.values_list("entry_id", "key").iterator(chunk_size=10_000)
    return {id_: keys_hash(key for _, key in group) for id_, group in groupby(found, key=itemgetter(0))}


def read_row(row: Row, keys: bytes, text: tuple[bytes, str] | None) -> Read:
    id_, at, actor, action, object_type, count, fields, text_hash, origin = row
    text_hash, origin = bytes_or_none(text_hash), bytes_or_none(origin)
    entry = Entry(id_, at, actor, action, object_type, count, keys, fields, text_hash, origin)
    fits = None if text is None else text_hash == salted(*text)
    return Read(id_, leaf(entry), origin, text_hash is not None, fits)


def bytes_or_none(value: bytes | memoryview | None) -> bytes | None:
    return None if value is None else bytes(value)
