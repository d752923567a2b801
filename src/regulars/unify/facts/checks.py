"""What is looked at on the road: whether facts wait, whether the lake can be read, what was refused."""

import logging
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.base.fields.moments import DAY, SECOND, now
from regulars.base.jobs.checks import add_check
from regulars.base.jobs.findings import Finding
from regulars.base.jobs.heartbeat import live_processes
from regulars.base.web.counts import Remembered

from . import inbox
from .models import Refusal, Rejected

logger = logging.getLogger(__name__)


def check_inbox() -> Finding:
    """Whether facts wait with nobody to file them, and for how long."""
    waiting = inbox.waiting()
    if not waiting:
        return Finding(_("Inbox"), True, _("Empty: all that arrived is filed."))
    count = {"n": waiting}
    if not live_processes("road"):
        words = ngettext(
            "%(n)s fact waits, and no road runs. Start `regulars serve`.",
            "%(n)s facts wait, and no road runs. Start `regulars serve`.",
            waiting,
        )
        return Finding(_("Inbox"), False, words % count)
    count["seconds"] = inbox.lag() // SECOND
    words = ngettext(
        "%(n)s fact is being filed, the oldest for %(seconds)s s.",
        "%(n)s facts are being filed, the oldest for %(seconds)s s.",
        waiting,
    )
    return Finding(_("Inbox"), True, words % count)


@dataclass(frozen=True)
class LakeState:
    """How large the lake is, or the class of the error at which reading it ended."""

    tables: int = 0
    rows: int = 0
    error: str = ""


def read_lake() -> LakeState:
    # Deferred: commands that do not look at the lake start in a third of the time.
    from .lake import lake  # noqa: PLC0415

    try:
        tables = lake().status()
    except Exception as error:
        # The store's own errors are known to the lake alone; whatever it is, this is where it is told.
        logger.exception("The lake cannot be read")
        return LakeState(error=type(error).__name__)
    return LakeState(len(tables), sum(table.rows for table in tables))


@cache
def lake_state(_url: str) -> Remembered[LakeState]:
    """One lake's state: its whole log is read for it, which takes long where there are many files."""
    return Remembered(read_lake)


def check_lake() -> Finding:
    """Whether the lake can be read."""
    state = lake_state(settings.LAKE_URL)()
    if state.error:
        words = _("It cannot be read: %(error)s. Restore it from a backup.") % {"error": state.error}
        return Finding(_("Lake"), False, words)
    words = _("%(tables)s tables, %(rows)s rows.") % {"tables": state.tables, "rows": f"{state.rows:,}"}
    return Finding(_("Lake"), True, words)


def check_refused() -> Finding:
    """How much doors and road refused since yesterday; that is shown, and no reason for alarm by itself."""
    since = now() - DAY
    doors = Rejected.objects.filter(rejected_at__gte=since).count()
    road = Refusal.objects.filter(refused_at__gte=since).count()
    if not doors and not road:
        return Finding(_("Refused"), True, _("Nothing in the last 24 hours."))
    words = _("In the last 24 hours the doors refused %(doors)s and the road %(road)s; Sources says why.")
    return Finding(_("Refused"), True, words % {"doors": f"{doors:,}", "road": f"{road:,}"})


def add_own_checks() -> None:
    add_check(120, check_inbox)
    add_check(130, check_lake)
    add_check(150, check_refused)
