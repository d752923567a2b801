"""What the audit trail says of looking at customers and looking after them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from regulars.base.web.trail import CHANGED, EXPORTED, REVEALED, SEARCHED, SEEN, Act, Thing, add_acts, add_things

add_things(Thing("customer", _("customer %(key)s"), "customers:customer", "customers.see", space="customer"))

LOOKED = _("%(who)s looked at %(whom)s.")
LISTED = _("%(who)s looked at a list of customers, which held %(whom)s.")
LISTED_MANY = ngettext_lazy(
    "%(who)s looked at a list of %(n)s customer.", "%(who)s looked at a list of %(n)s customers.", "n"
)
SEARCHED_ONE = _("%(who)s searched and was shown %(whom)s.")
SEARCHED_MANY = ngettext_lazy(
    "%(who)s searched and was shown %(n)s customer.", "%(who)s searched and was shown %(n)s customers.", "n"
)
UNDOING = _("%(who)s looked at what an undo would do to %(whom)s.")
UNDOING_MANY = ngettext_lazy(
    "%(who)s looked at what an undo would do to %(n)s customer.",
    "%(who)s looked at what an undo would do to %(n)s customers.",
    "n",
)
COMPARED = _("%(who)s compared %(whom)s with somebody.")
COMPARED_MANY = ngettext_lazy("%(who)s compared %(n)s customer.", "%(who)s compared %(n)s customers.", "n")
APART = _("%(who)s looked at what keeping %(whom)s apart would do.")
APART_MANY = ngettext_lazy(
    "%(who)s looked at what keeping %(n)s identifier apart would do.",
    "%(who)s looked at what keeping %(n)s identifiers apart would do.",
    "n",
)
ASSIGNED = _("%(who)s said who looks after %(whom)s.")
ASSIGNED_MANY = ngettext_lazy(
    "%(who)s said who looks after %(n)s customer.", "%(who)s said who looks after %(n)s customers.", "n"
)
UNASSIGNED = _("%(who)s let nobody look after %(whom)s any more.")
UNASSIGNED_MANY = ngettext_lazy(
    "%(who)s let nobody look after %(n)s customer any more.",
    "%(who)s let nobody look after %(n)s customers any more.",
    "n",
)

add_acts(
    Act("customer.see", SEEN, LOOKED),
    Act("customer.show", SEEN, LOOKED),
    Act("customer.history", SEEN, _("%(who)s looked at what was known of %(whom)s before.")),
    Act("customer.reveal", REVEALED, _("%(who)s revealed a masked value of %(whom)s.")),
    Act(
        "customer.related",
        SEEN,
        _("%(who)s looked at the people around %(whom)s."),
        ngettext_lazy(
            "%(who)s looked at the people around a customer, %(n)s in all.",
            "%(who)s looked at the people around a customer, %(n)s in all.",
            "n",
        ),
    ),
    Act("customer.list", SEEN, LISTED, LISTED_MANY),
    Act("customer.search", SEARCHED, SEARCHED_ONE, SEARCHED_MANY),
    Act("customer.find", SEARCHED, SEARCHED_ONE, SEARCHED_MANY),
    Act("customer.why", SEEN, COMPARED, COMPARED_MANY),
    Act("customer.compare", SEEN, COMPARED, COMPARED_MANY),
    Act("customer.preview_undo", SEEN, UNDOING, UNDOING_MANY),
    Act("customer.preview_apart", SEEN, APART, APART_MANY),
    Act("customer.assign", CHANGED, ASSIGNED, ASSIGNED_MANY),
    Act("customer.unassign", CHANGED, UNASSIGNED, UNASSIGNED_MANY),
)

add_things(Thing("view", _("view %(key)s")), Thing("export", _("export %(key)s")))

EXPORTED_ONE = _("%(who)s exported %(whom)s.")
EXPORTED_MANY = ngettext_lazy("%(who)s exported %(n)s customer.", "%(who)s exported %(n)s customers.", "n")
TAGGED = _("%(who)s changed the tags of %(whom)s.")
TAGGED_MANY = ngettext_lazy(
    "%(who)s changed the tags of %(n)s customer.", "%(who)s changed the tags of %(n)s customers.", "n"
)

add_acts(
    Act("customer.add", CHANGED, _("%(who)s added a customer by hand.")),
    Act("customer.tag", CHANGED, TAGGED, TAGGED_MANY),
    Act("customer.untag", CHANGED, TAGGED, TAGGED_MANY),
    Act("customer.export", EXPORTED, EXPORTED_ONE, EXPORTED_MANY),
    Act("export.fetch", EXPORTED, _("%(who)s fetched the file of an export.")),
    Act("view.save", CHANGED, _("%(who)s kept a view of the list of customers.")),
    Act("view.change", CHANGED, _("%(who)s changed a view of the list of customers.")),
    Act("view.share", CHANGED, _("%(who)s shared a view of the list of customers.")),
    Act("view.delete", CHANGED, _("%(who)s deleted a view of the list of customers.")),
)
