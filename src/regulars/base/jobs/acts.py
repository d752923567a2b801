"""What the audit trail says of jobs."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web.trail import SETTINGS, Act, add_acts

add_acts(Act("job.retry", SETTINGS, _("%(who)s started a failed job again.")))
