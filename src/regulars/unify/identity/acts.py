"""What the audit trail says of decisions about who is whom."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from regulars.base.web import trail
from regulars.base.web.trail import CHANGED, Act, Thing, add_acts, add_things
from regulars.unify.identity.queries.words import TYPES

trail.fields.update(TYPES)
add_things(
    Thing("link", _("identifier %(key)s"), space="customer"),
    Thing("identifier", _("identifier %(key)s"), space="customer"),
    Thing("batch", _("import %(key)s")),
    Thing("decision", _("decision %(key)s")),
)
add_acts(
    Act(
        "customer.merge",
        CHANGED,
        _("%(who)s joined %(whom)s with somebody."),
        ngettext_lazy("%(who)s joined %(n)s customer.", "%(who)s joined %(n)s customers into one.", "n"),
    ),
    Act(
        "customer.apart",
        CHANGED,
        _("%(who)s said that %(whom)s is somebody else than another."),
        ngettext_lazy(
            "%(who)s said that %(n)s customer is a person apart.",
            "%(who)s said that %(n)s customers are different people.",
            "n",
        ),
    ),
    Act(
        "customer.undo",
        CHANGED,
        _("%(who)s took back what joined %(whom)s."),
        ngettext_lazy(
            "%(who)s took back what joined %(n)s identifier.", "%(who)s took back what joined %(n)s identifiers.", "n"
        ),
    ),
    Act("customer.edit", CHANGED, _("%(who)s changed %(whom)s.")),
    Act("customer.retract", CHANGED, _("%(who)s took back a correction of a customer.")),
    Act("decision.reverse", CHANGED, _("%(who)s reversed %(whom)s.")),
    Act("value.end", CHANGED, _("%(who)s said that %(whom)s changed hands.")),
    Act("value.block", CHANGED, _("%(who)s blocked %(whom)s.")),
    Act("value.part", CHANGED, _("%(who)s parted the people who share %(whom)s.")),
    Act("value.quarantine", CHANGED, _("%(who)s quarantined %(whom)s.")),
    Act("value.verify", CHANGED, _("%(who)s noted that %(whom)s was confirmed.")),
    Act("value.dispute", CHANGED, _("%(who)s noted that %(whom)s is not theirs.")),
    Act("batch.withdraw", CHANGED, _("%(who)s undid %(whom)s.")),
)
