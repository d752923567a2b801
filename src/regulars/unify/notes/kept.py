"""What is kept with a customer, when two become one or come apart again."""

from collections.abc import Collection, Mapping

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from regulars.unify.customers.plugs import Item, Kept

from .models import CustomerFile
from .queries import files_count, notes_count, standing
from .services import move
from .writing import as_line

SHOWN_LETTERS = 120


def notes_since(keys: Collection[int], since: int) -> list[Item]:
    """The notes written from a moment on."""
    rows = standing(keys).filter(written_at__gte=since).order_by("written_at", "pk")
    return [
        Item(row.pk, row.key, Truncator(as_line(row.text)).chars(SHOWN_LETTERS), row.actor, row.written_at)
        for row in rows
    ]


def files_since(keys: Collection[int], since: int) -> list[Item]:
    """The files added from a moment on."""
    rows = CustomerFile.objects.filter(key__in=list(keys), added_at__gte=since).order_by("added_at", "pk")
    return [Item(row.pk, row.key, row.name, row.actor, row.added_at) for row in rows]


def move_notes(targets: Mapping[int, int], *, actor: str) -> int:
    """File notes under other keys."""
    return move(targets, {}, actor=actor)


def move_files(targets: Mapping[int, int], *, actor: str) -> int:
    """File files under other keys."""
    return move({}, targets, actor=actor)


NOTES = Kept("note", _("Notes"), "notes.see", 20, notes_count, notes_since, move_notes)
FILES = Kept("file", _("Files"), "notes.see", 30, files_count, files_since, move_files)
