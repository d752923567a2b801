"""What the audit trail says of quality."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web.trail import CHANGED, SEEN, Act, Thing, add_acts, add_things

add_acts(
    Act("quality.code", CHANGED, _("%(who)s sent a code to %(whom)s.")),
    Act("quality.look", SEEN, _("%(who)s looked at what is wrong with the data.")),
)

add_things(Thing("cleaning_step", _("merger %(key)s")))
add_acts(
    Act("quality.facet", SEEN, _("%(who)s looked at all values of a field.")),
    Act("quality.clean", CHANGED, _("%(who)s merged values of a field, in %(whom)s.")),
    Act("quality.clean_undo", CHANGED, _("%(who)s took %(whom)s of values back.")),
    Act("quality.clean_end_rule", CHANGED, _("%(who)s ended the rule of %(whom)s.")),
)
