"""The head of the page: who this is, in a few words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from regulars.base.fields.queries import find_field
from regulars.unify.customers.queries import Customer
from regulars.unify.facts.identifiers import PERSON, TYPES
from regulars.unify.identity.queries import identifier_type

MOST_SPELLINGS = 3
CONTACTS = ("email", "phone")


@dataclass(frozen=True)
class Header:
    """`known_since` is the time of the oldest thing that anybody said (µs); `tags` are (words, tone)."""

    name: str
    also: tuple[str, ...]
    city: str
    known_since: int
    tags: tuple[tuple[str, str], ...]


def header(customer: Customer) -> Header:
    """The head of one customer's page."""
    said = customer.provenance.values()
    moments = [one.occurred_at for each in said for one in (each, *each.others) if one.occurred_at > 0]
    created = customer.traits.get("created_at")
    since = created if isinstance(created, int) else min(moments, default=0)
    city = customer.traits.get("city")
    return Header(title(customer), spellings(customer), str(city or ""), since, tuple(tags(customer)))


def title(customer: Customer) -> str:
    """The name, or else what lists say instead of it; those of whom nothing is known but visits are visitors."""
    said = (customer.name, *(customer.traits.get(trait) for trait in CONTACTS))
    if name := next((str(one) for one in said if one), ""):
        return name
    if all(TYPES[one.type].anonymous for one in customer.identifiers):
        return _("A visitor")
    return _("No name yet (%(key)s)") % {"key": customer.root}


def spellings(customer: Customer) -> tuple[str, ...]:
    """Other ways in which trusted sources write the name, and the nickname."""
    said = customer.provenance.get("name")
    found: list[Any] = [customer.traits.get("name"), *(one.value for one in said.others)] if said else []
    found.append(customer.traits.get("nickname"))
    named = [str(value) for value in found if value and str(value) != customer.name]
    return tuple(dict.fromkeys(named))[:MOST_SPELLINGS]


def tags(customer: Customer) -> list[tuple[str, str]]:
    """What should be noticed at once."""
    found = [] if customer.kind == PERSON else [(identifier_type(customer.kind), "")]
    for trait in CONTACTS:
        said, field = customer.provenance.get(trait), find_field(trait)
        if field and said and said.unconfirmed and said.value is None:
            found.append((_("{field} unconfirmed").format(field=field.label), "warn"))
    quarantined = {one.one.value for one in customer.decisions if one.kind == "quarantine"}
    mine = {one.value for one in customer.identifiers}
    if quarantined & mine:
        found.append((_("A value in quarantine"), "warn"))
    return found
