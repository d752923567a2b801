"""What the audit trail says of erasing people."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web.trail import CHANGED, SEEN, Act, add_acts

add_acts(
    Act("customer.erase", CHANGED, _("%(who)s erased %(whom)s.")),
    Act("customer.preview_erasure", SEEN, _("%(who)s looked at what erasing %(whom)s would take.")),
)
