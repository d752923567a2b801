"""What the audit trail says of settings."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web.trail import SETTINGS, Act, add_acts

add_acts(Act("setting.change", SETTINGS, _("%(who)s changed a setting of the business.")))
