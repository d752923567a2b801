"""What the audit trail says of quality."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web.trail import SEEN, Act, add_acts

add_acts(
    Act("quality.look", SEEN, _("%(who)s looked at what is wrong with the data.")),
)
