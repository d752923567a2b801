"""Finds the person, group or value that a request is about, and writes the audit line of who looked."""

from collections.abc import Iterable, Sequence

from regulars.base.audit.services import record
from regulars.base.fields.masks import Sight
from regulars.unify.customers import queries
from regulars.unify.customers.errors import CustomerHidden, FieldMasked
from regulars.unify.customers.owners import check_reach
from regulars.unify.customers.queries import Customer, Found, listing
from regulars.unify.customers.queries.listing import Row
from regulars.unify.customers.queries.profile import visible
from regulars.unify.facts.identifiers import PERSON, TYPES
from regulars.unify.identity import queries as identity
from regulars.unify.identity.errors import CustomerUnknown, NobodyFound, SeveralFound

from .keys import RestRequest


def person(key: int, sight: Sight) -> Customer:
    """The customer of a key. Raises CustomerUnknown (for a group too), CustomerHidden."""
    found = queries.customer(key, sight=sight)
    if found.kind != PERSON:
        raise CustomerUnknown(key=key)
    return found


def group(key: int, sight: Sight) -> Customer:
    """The company or household of a key. Raises CustomerUnknown (for a person too), CustomerHidden."""
    found = queries.customer(key, sight=sight)
    if found.kind == PERSON:
        raise CustomerUnknown(key=key)
    return found


def keys_of(key: int, sight: Sight) -> tuple[int, list[int]]:
    """The root and all keys of a person. Raises CustomerUnknown (for a group or out of reach too), CustomerHidden."""
    identifiers, root = identity.members(key), identity.root_of(key)
    check_reach([key], sight)
    if identity.is_group(identifiers[0]):
        raise CustomerUnknown(key=key)
    if not visible({root}):
        raise CustomerHidden
    return root, [one.key for one in identifiers]


def check_person(key: int, sight: Sight) -> None:
    """Raises CustomerUnknown, CustomerHidden unless the key is that of a person whom they may see."""
    keys_of(key, sight)


def person_by(type_: str, value: str, sight: Sight) -> int:
    """The key of the person with exactly this identifier. Raises FieldMasked, NobodyFound, SeveralFound."""
    if not sight.mask.sees(type_):
        raise FieldMasked(type_, type_)
    found = [one for one in queries.find_typed(type_, value, sight=sight) if one.kind == PERSON]
    if not found:
        raise NobodyFound(text=f"{type_}/{value}")
    if len(found) > 1:
        raise SeveralFound(text=f"{type_}/{value}", choices=", ".join(f"key/{one.key}" for one in found))
    return found[0].key


def found(identifier: str, sight: Sight) -> list[Found]:
    """The customers with exactly this identifier. Raises FieldMasked for one of a type that is not seen whole."""
    type_, slash, _ = identifier.strip().partition("/")
    if slash and type_ in TYPES and not sight.mask.sees(type_):
        raise FieldMasked(type_, type_)
    return queries.find(identifier, sight=sight)


def rows_of(roots: Sequence[int], sight: Sight) -> tuple[Row, ...]:
    """List rows of these customers, in this order; those who are gone are left out."""
    return listing.rows_of(listing.golden_rows(roots), sight.mask)


def seen(
    request: RestRequest, action: str, keys: Iterable[int], *, fields: Iterable[str] = (), text: str | None = None
) -> None:
    """Write down that a program saw these customers; what it searched for goes into `text`."""
    record(action, actor=request.actor, object_type="customer", keys=keys, fields=fields, text=text)
