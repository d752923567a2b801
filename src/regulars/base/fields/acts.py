"""What the audit trail says of the data dictionary."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web.trail import SETTINGS, Act, add_acts

add_acts(
    Act("field.declare", SETTINGS, _("%(who)s declared a field.")),
    Act("field.change", SETTINGS, _("%(who)s changed a field.")),
    Act("field.retire", SETTINGS, _("%(who)s retired fields.")),
    Act("field.restore", SETTINGS, _("%(who)s brought retired fields back.")),
    Act("purpose.add", SETTINGS, _("%(who)s added a purpose.")),
    Act("purpose.change", SETTINGS, _("%(who)s changed a purpose.")),
)
