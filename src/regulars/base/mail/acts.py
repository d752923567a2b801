"""What the audit trail says of mails and text messages."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web.trail import SEEN, SENT, Act, Thing, add_acts, add_things

add_things(Thing("mail", _("message %(key)s"), url="mail:message", permission="settings.edit"))
add_acts(
    Act("mail.send", SENT, _("%(who)s put %(whom)s into the outbox.")),
    Act("mail.retry", SENT, _("%(who)s had %(whom)s sent again.")),
    Act("mail.show", SEEN, _("%(who)s read %(whom)s in the outbox.")),
)
