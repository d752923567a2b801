"""What the audit trail says of itself."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web.trail import EXPORTED, SEEN, SETTINGS, Act, Thing, add_acts, add_things

add_things(Thing("block", _("block %(key)s")))
add_acts(
    Act("audit.see", SEEN, _("%(who)s looked at the audit trail.")),
    Act("audit.export", EXPORTED, _("%(who)s exported the audit trail.")),
    Act("audit.verify", SEEN, _("%(who)s had the audit trail recomputed.")),
    Act("audit.checkpoint", EXPORTED, _("%(who)s took a checkpoint of the audit trail.")),
    Act("audit.trim", SETTINGS, _("Entries up to %(whom)s were deleted, as the business has set.")),
)
