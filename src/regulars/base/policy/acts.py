"""The acts of this app, in words."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web.trail import CHANGED, SETTINGS, Act, add_acts

add_acts(
    Act("policy.write", SETTINGS, _("%(who)s wrote a draft of the rules for customer data.")),
    Act("policy.publish", SETTINGS, _("%(who)s put new rules for customer data into force.")),
    Act("policy.acknowledge", CHANGED, _("%(who)s has read the rules for customer data.")),
    Act("training.pass", CHANGED, _("%(who)s passed a lesson.")),
)
