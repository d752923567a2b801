"""What the audit trail puts into the menu, onto the page about a customer, and into what is looked at for health."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.audit import queries, views
from regulars.base.audit.faults import fault_of
from regulars.base.audit.queries import PEOPLE
from regulars.base.fields import display
from regulars.base.jobs.checks import add_check
from regulars.base.jobs.findings import Finding
from regulars.base.jobs.heartbeat import live_processes
from regulars.base.web import shell

PATIENCE = timedelta(minutes=15)


def check_trail() -> Finding:
    """Whether the trail is sealed, and was as it was sealed when it was last recomputed."""
    status, subject = queries.status(), _("Audit trail")
    fault = fault_of(status.verified.fault) if status.verified else None
    if fault:
        words = _("%(fault)s Run `regulars audit verify` and compare with your backups.") % {"fault": fault.words}
        return Finding(subject, False, words)
    if status.waiting_since and timezone.now() - status.waiting_since > PATIENCE and live_processes():
        return Finding(
            subject, False, _("It has not been sealed for a quarter of an hour. Look at the job audit.seal.")
        )
    return Finding(subject, True, well(status))


def well(status: queries.Status) -> str:
    """How it stands, where nothing is wrong."""
    moments = {
        "sealed": status.sealed_at and display.moment(timezone.localtime(status.sealed_at)),
        "verified": status.verified and display.moment(timezone.localtime(status.verified.at)),
    }
    if not status.sealed_at:
        return _("Nothing is sealed yet.")
    if not status.verified:
        return _("Sealed up to %(sealed)s; it will be recomputed tonight.") % moments
    return _("Sealed up to %(sealed)s, recomputed %(verified)s.") % moments


def add_own() -> None:
    label = gettext_lazy("Who looked at this customer")
    shell.panels.append(
        shell.Panel(
            PEOPLE, "audit", label, "audit/_who_looked.html", views.who_looked, "audit.see", 900, "end", lazy=True
        )
    )
    shell.menu.append(shell.MenuEntry(gettext_lazy("Settings"), gettext_lazy("Audit"), "audit:list", "audit.see", 440))
    words = gettext_lazy("trail log history who saw")
    shell.palette.append(shell.PaletteEntry(gettext_lazy("Audit"), "audit:list", "audit.see", words))
    add_check(150, check_trail)
