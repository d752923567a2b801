"""Whether imports get on, for the page about health and `regulars check`."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.base.fields.moments import now
from regulars.base.jobs.checks import add_check
from regulars.base.jobs.findings import Finding
from regulars.base.jobs.queries import jobs

from .enums import State
from .models import Import

STUCK = 900 * 1_000_000
"""Microseconds after which a step that nobody works on counts as stuck."""
BUSY = (State.PREVIEWING, State.RUNNING, State.UNDOING)


def check_imports() -> Finding:
    """Whether an import failed or stands still."""
    failed = Import.objects.filter(state=State.FAILED, created_at__gt=now() - 7 * 86_400_000_000).count()
    stuck = sum(is_stuck(row) for row in Import.objects.filter(state__in=BUSY))
    if stuck:
        words = ngettext("%(n)s stands still. Resume it.", "%(n)s stand still. Resume them.", stuck)
        return Finding(_("Imports"), False, words % {"n": stuck})
    if failed:
        words = ngettext(
            "%(n)s failed this week; its page says why.", "%(n)s failed this week; their pages say why.", failed
        )
        return Finding(_("Imports"), False, words % {"n": failed})
    return Finding(_("Imports"), True, _("All is well."))


def is_stuck(row: Import) -> bool:
    """Whether its step began long ago and no job of imports is on its way."""
    unfinished = jobs().filter(name__startswith="files.", task__finished_at=None)
    return row.step_at < now() - STUCK and not unfinished.exists()


def add_own_checks() -> None:
    add_check(150, check_imports)
