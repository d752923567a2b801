"""Shows one value that is masked to somebody who needs it: for a reason, which is written down with their name."""

from dataclasses import dataclass
from typing import Any

from regulars.base.audit.services import record
from regulars.base.fields.masks import WHOLE, Shown, Sight

from .errors import NothingToReveal, ReasonMissing
from .queries import Customer, customer

SHORTEST_REASON = 5
LONGEST_REASON = 500


@dataclass(frozen=True)
class Revealed:
    """One value in full, and the field or type of identifier that it is of."""

    field: str
    value: Any


def reveal(key: int, *, field: str = "", identifier: int = 0, reason: str, sight: Sight, actor: str) -> Revealed:
    """The whole value of one trait of a customer, or of one of their identifiers (by its key).

    What a role may not see at all stays hidden: whoever may not know that there is a value cannot ask for it. Raises
    CustomerUnknown, CustomerHidden, ReasonMissing, NothingToReveal.
    """
    found = customer(key, sight=Sight(WHOLE, sight.owners))
    asked = identifier_of(found, identifier) if identifier else Revealed(field, found.traits.get(field))
    if asked.value in (None, "", []) or sight.mask.of(asked.field) is Shown.HIDDEN:
        raise NothingToReveal
    reason = reason.strip()[:LONGEST_REASON]
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissing(SHORTEST_REASON)
    record("customer.reveal", actor=actor, object_type="customer", keys=[found.root], fields=[asked.field], text=reason)
    return asked


def identifier_of(customer: Customer, key: int) -> Revealed:
    """One identifier of a customer; without a value if it is not theirs."""
    one = next((each for each in customer.identifiers if each.key == key), None)
    return Revealed(one.type, one.value) if one else Revealed("", None)
