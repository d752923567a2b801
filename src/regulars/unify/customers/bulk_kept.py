"""The work on many customers as it is kept: whom it is about, where its file lies, and what an erasure takes of it.

Every process loads this at its start, so it needs nothing that is slow to load.
"""

from array import array
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from regulars.unify.facts.registries import Erased, PersonalHolder

from .models import Bulk

EXPORT = "export"
FOLDER = "exports"


def path_of(work: Bulk) -> Path:
    """Where the file of this work lies, or will."""
    return Path(settings.DATA) / FOLDER / f"{work.pk}.{work.asked['format']}"


def packed(roots: Sequence[int]) -> bytes:
    return array("q", roots).tobytes()


def roots_in(work: Bulk) -> list[int]:
    """The customers that it is about, in their order."""
    keys = array("q")
    keys.frombytes(bytes(work.roots))
    return list(keys)


def erase(erased: Erased) -> None:
    """Let the files go that hold this person, and those that are being written."""
    keys = {erased.root, *erased.keys}
    for work in Bulk.objects.filter(action=EXPORT, is_spoiled=False):
        if not keys.isdisjoint(roots_in(work)):
            path_of(work).unlink(missing_ok=True)
            Bulk.objects.filter(pk=work.pk).update(is_spoiled=True, file="", roots=b"")


HOLDER = PersonalHolder(app="customers", tables=frozenset({"bulk"}), erase=erase)
