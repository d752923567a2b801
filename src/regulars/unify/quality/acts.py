"""What the audit trail says of quality."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web.trail import CHANGED, SEEN, Act, add_acts

add_acts(
    Act("quality.code", CHANGED, _("%(who)s sent a code to %(whom)s.")),
    Act("quality.look", SEEN, _("%(who)s looked at what is wrong with the data.")),
)
