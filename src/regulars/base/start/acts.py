"""The acts of this app, in words."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web.trail import SETTINGS, Act, add_acts

add_acts(Act("goals.choose", SETTINGS, _("%(who)s chose the goals of the customer database.")))
