"""What the audit trail says of quality."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from regulars.base.web.trail import CHANGED, SEEN, SENT, SETTINGS, Act, Thing, add_acts, add_things

add_acts(
    Act(
        "quality.list",
        SEEN,
        _("%(who)s saw %(whom)s in a list of what is wrong with the data."),
        ngettext_lazy(
            "%(who)s saw %(n)s customer in a list of what is wrong with the data.",
            "%(who)s saw %(n)s customers in a list of what is wrong with the data.",
            "n",
        ),
    ),
    Act("quality.item", SEEN, _("%(who)s looked at work on %(whom)s.")),
    Act(
        "quality.done",
        CHANGED,
        _("%(who)s finished work on %(whom)s."),
        ngettext_lazy("%(who)s finished %(n)s piece of work.", "%(who)s finished %(n)s pieces of work.", "n"),
    ),
    Act(
        "quality.give",
        CHANGED,
        _("%(who)s said who works on %(whom)s."),
        ngettext_lazy("%(who)s said who does %(n)s piece of work.", "%(who)s said who does %(n)s pieces of work.", "n"),
    ),
    Act(
        "quality.put_off",
        CHANGED,
        _("%(who)s put off work on %(whom)s."),
        ngettext_lazy("%(who)s put off %(n)s piece of work.", "%(who)s put off %(n)s pieces of work.", "n"),
    ),
    Act("quality.code", SENT, _("%(who)s sent a code to %(whom)s.")),
    Act("quality.uphold", CHANGED, _("%(who)s was asked about a value of %(whom)s, and said that it is right.")),
    Act("quality.validator", SETTINGS, _("%(who)s changed who outside is asked about values.")),
    Act("quality.outside", SENT, _("%(who)s had values of %(whom)s checked outside.")),
)

add_things(Thing("cleaning_step", _("merger %(key)s")))
add_acts(
    Act("quality.facet", SEEN, _("%(who)s looked at all values of a field.")),
    Act("quality.clean", CHANGED, _("%(who)s merged values of a field, in %(whom)s.")),
    Act("quality.clean_undo", CHANGED, _("%(who)s took %(whom)s of values back.")),
    Act("quality.clean_end_rule", CHANGED, _("%(who)s ended the rule of %(whom)s.")),
)

add_acts(
    Act("quality.pair", SEEN, _("%(who)s compared %(whom)s with somebody who may be the same.")),
    Act("quality.unsure", CHANGED, _("%(who)s was not sure whether %(whom)s is the same person as another.")),
    Act(
        "quality.threshold", CHANGED, _("%(who)s said from which probability on duplicates are joined without asking.")
    ),
    Act("quality.try_rule", SEEN, _("%(who)s tried what other rules would make of the customers.")),
)
