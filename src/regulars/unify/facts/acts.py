"""What the audit trail says of sources and imports."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from regulars.base.web import trail
from regulars.base.web.trail import SEEN, SETTINGS, Act, Thing, add_acts, add_things
from regulars.unify.facts.queries import sources


def source_names(ids: Collection[int]) -> dict[int, str]:
    """What these sources are called, by id."""
    return dict(sources().filter(pk__in=ids).values_list("pk", "name"))


trail.names["source"] = source_names
add_things(
    Thing("source", _("source %(key)s"), "sources:source", "sources.see", source_names),
    Thing("lake", _("the lake")),
)
add_acts(
    Act("source.create", SETTINGS, _("%(who)s added the source %(whom)s.")),
    Act("source.change", SETTINGS, _("%(who)s changed the source %(whom)s.")),
    Act("source.enable", SETTINGS, _("%(who)s switched the source %(whom)s on.")),
    Act("source.disable", SETTINGS, _("%(who)s switched the source %(whom)s off.")),
    Act("source.rotate_key", SETTINGS, _("%(who)s gave the source %(whom)s a new key.")),
    Act("lake.rebuild", SETTINGS, _("%(who)s made all customers anew from the evidence.")),
    Act("lake.sql", SEEN, _("%(who)s asked the lake in SQL.")),
)
