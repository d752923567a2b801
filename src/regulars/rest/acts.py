"""What the audit trail says of what programs read."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from regulars.base.web.trail import SEEN, Act, add_acts

ORDERS = _("%(who)s read orders of %(whom)s.")
ORDERS_MANY = ngettext_lazy("%(who)s read orders of %(n)s customer.", "%(who)s read orders of %(n)s customers.", "n")
EVENTS = _("%(who)s read what happened with %(whom)s.")
EVENTS_MANY = ngettext_lazy(
    "%(who)s read what happened with %(n)s customer.", "%(who)s read what happened with %(n)s customers.", "n"
)
GROUPS = _("%(who)s read a list of companies and households, which held %(whom)s.")
GROUPS_MANY = ngettext_lazy(
    "%(who)s read a list of %(n)s company or household.", "%(who)s read a list of %(n)s companies and households.", "n"
)
MEMBERS = _("%(who)s read who belongs to %(whom)s.")
MEMBERS_MANY = ngettext_lazy(
    "%(who)s read about %(n)s customer who belongs together with others.",
    "%(who)s read about %(n)s customers who belong together.",
    "n",
)

add_acts(
    Act("customer.timeline", SEEN, EVENTS),
    Act("event.list", SEEN, EVENTS, EVENTS_MANY),
    Act("customer.orders", SEEN, ORDERS),
    Act("order.list", SEEN, ORDERS, ORDERS_MANY),
    Act("order.show", SEEN, _("%(who)s read an order of %(whom)s.")),
    Act("group.list", SEEN, GROUPS, GROUPS_MANY),
    Act("group.show", SEEN, _("%(who)s read about the company or household %(whom)s.")),
    Act("group.members", SEEN, MEMBERS, MEMBERS_MANY),
    Act("profile.traits", SEEN, _("%(who)s read the traits of %(whom)s.")),
    Act("profile.events", SEEN, EVENTS),
    Act("profile.external_ids", SEEN, _("%(who)s read the identifiers of %(whom)s.")),
    Act("profile.links", SEEN, _("%(who)s read what ties %(whom)s together.")),
    Act("profile.metadata", SEEN, _("%(who)s read what is kept about %(whom)s.")),
)
