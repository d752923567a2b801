"""What the audit trail says of tracking plans."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web.trail import SETTINGS, Act, add_acts

add_acts(
    Act("source.plan", SETTINGS, _("%(who)s put a tracking plan of the source %(whom)s in force.")),
    Act("source.lift_plan", SETTINGS, _("%(who)s lifted the tracking plan of the source %(whom)s.")),
)
