"""Whether messages get through."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.base.jobs.findings import Finding

from .queries import failed_count
from .server import current


def check_mail() -> Finding:
    """Messages that could not be sent."""
    failed = failed_count()
    if failed:
        words = ngettext(
            "%(n)s message could not be sent. The outbox says why.",
            "%(n)s messages could not be sent. The outbox says why.",
            failed,
        )
        return Finding(_("Mail"), False, words % {"n": failed})
    if current() is None:
        return Finding(_("Mail"), True, _("No mail server is set; mails are kept in the outbox."))
    return Finding(_("Mail"), True, _("Everything was sent, or is on its way."))
