"""What the audit trail says of imports."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web.trail import CHANGED, EXPORTED, SEEN, Act, Thing, add_acts, add_things

add_things(Thing("import", _("import %(key)s")))
add_acts(
    Act("import.upload", CHANGED, _("%(who)s uploaded a file to import.")),
    Act("import.decide", CHANGED, _("%(who)s decided how the file of an import is read.")),
    Act("import.preview", SEEN, _("%(who)s previewed an import.")),
    Act("import.repair", CHANGED, _("%(who)s decided what bad values in files become.")),
    Act("import.run", CHANGED, _("%(who)s ran an import.")),
    Act("import.pause", CHANGED, _("%(who)s paused an import.")),
    Act("import.resume", CHANGED, _("%(who)s let an import go on.")),
    Act("import.cancel", CHANGED, _("%(who)s cancelled an import.")),
    Act("import.undo", CHANGED, _("%(who)s undid an import.")),
    Act("import.preview_undo", SEEN, _("%(who)s looked at what the undo of an import would change.")),
    Act("import.download", EXPORTED, _("%(who)s took the rows that an import left out as a file.")),
    Act("import.delete", CHANGED, _("%(who)s deleted an import that had not run.")),
)
