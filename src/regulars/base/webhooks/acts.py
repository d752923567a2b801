"""What the audit trail says of webhooks."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web.trail import SENT, SETTINGS, Act, Thing, add_acts, add_things

add_things(
    Thing("webhook", _("webhook %(key)s")),
    Thing("delivery", _("message %(key)s")),
)
add_acts(
    Act("webhook.create", SETTINGS, _("%(who)s added %(whom)s.")),
    Act("webhook.change", SETTINGS, _("%(who)s changed %(whom)s.")),
    Act("webhook.rotate", SETTINGS, _("%(who)s gave %(whom)s a new secret.")),
    Act("webhook.delete", SETTINGS, _("%(who)s deleted %(whom)s.")),
    Act("webhook.replay", SENT, _("%(who)s sent %(whom)s of a webhook again.")),
    Act("webhook.give_up", SETTINGS, _("%(who)s switched %(whom)s off, because it did not answer for days.")),
)
