"""How long the files of imports are kept: 30 days after their end, or after they were last touched."""

from regulars.base.fields.moments import DAY, now

from . import folder
from .enums import State
from .models import Import

KEEP = 30 * DAY


def kept_until(row: Import) -> int:
    """When the files of an import go."""
    return max(row.created_at, row.previewed_at or 0, row.ended_at or 0, row.undone_at or 0) + KEEP


def purge() -> int:
    """Delete what is older, and folders that no import knows; returns of how many imports."""
    gone = 0
    known = set()
    for row in Import.objects.all():
        known.add(str(row.pk))
        if kept_until(row) < now() and row.state != State.RUNNING and folder.folder(row.pk).exists():
            folder.remove(row.pk)
            gone += 1
    here = folder.folder(0).parent
    for path in here.iterdir() if here.exists() else ():
        if path.name not in known and path.name.isdecimal():
            folder.remove(int(path.name))
    return gone
