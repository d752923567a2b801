"""Owns the list of what is looked at to say whether all is well; higher floors add theirs.

The page about health shows it, and `regulars check` prints it.
"""

import logging
import shutil
from collections.abc import Callable

from django.conf import settings
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.base.jobs import readiness
from regulars.base.jobs.findings import Finding
from regulars.base.jobs.heartbeat import live_processes
from regulars.base.jobs.queries import job_health

WORKING = ("road", "jobs")

logger = logging.getLogger(__name__)


checks: list[tuple[int, Callable[[], Finding]]] = []


def add_check(order: int, look: Callable[[], Finding]) -> None:
    """Let this be looked at too; lower orders come first."""
    checks.append((order, look))


def findings() -> list[Finding]:
    """What all checks find; one that cannot be made is a finding itself."""
    return [look_safely(look) for _order, look in sorted(checks, key=lambda pair: pair[0])]


def look_safely(look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except Exception:
        # An edge: whoever asks how things are must hear of the others all the same.
        logger.exception("A check cannot be made")
        return Finding(look.__name__.removeprefix("check_"), False, _("This could not be looked at; the log says why."))


def check_disk() -> Finding:
    """Free space."""
    free = {"free": f"{shutil.disk_usage(settings.DATA).free // 1_000_000:,}"}
    if readiness.check_disk():
        return Finding(_("Disk"), False, _("Only %(free)s MB are free. Make room, or facts are refused.") % free)
    return Finding(_("Disk"), True, _("%(free)s MB are free.") % free)


def check_processes() -> Finding:
    """Who shows a sign of life."""
    names = sorted({row.name for row in live_processes()})
    missing = [name for name in WORKING if name not in names]
    if not names:
        return Finding(_("Processes"), True, _("None runs; `regulars serve` starts them."))
    if missing:
        words = _("No sign of life of: %(names)s.") % {"names": get_text_list(missing, _("and"))}
        return Finding(_("Processes"), False, words)
    return Finding(_("Processes"), True, _("Running: %(names)s.") % {"names": get_text_list(names, _("and"))})


def check_jobs() -> Finding:
    """Whether jobs failed, are stuck or late."""
    health = job_health()
    wrong = [
        *(_("%(job)s failed.") % {"job": job.name} for job in health.failed),
        *(_("%(job)s does not get any further.") % {"job": job.name} for job in health.stuck),
        *(_("%(job)s is late.") % {"job": row.name} for row in health.late if health.processes),
    ]
    if wrong:
        return Finding(_("Jobs"), False, " ".join(wrong))
    if not health.waiting:
        return Finding(_("Jobs"), True, _("None waits."))
    words = ngettext("%(n)s waits for its turn.", "%(n)s wait for their turn.", health.waiting)
    return Finding(_("Jobs"), True, words % {"n": health.waiting})


def add_own_checks() -> None:
    add_check(100, check_disk)
    add_check(110, check_processes)
    add_check(140, check_jobs)
