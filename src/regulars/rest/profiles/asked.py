"""What a request to the Profile API asks for: whose profile, and its parameters."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

from regulars.base.fields.masks import Sight
from regulars.base.fields.moments import microseconds
from regulars.rest.errors import RestError
from regulars.unify.customers import queries
from regulars.unify.customers.queries import Customer
from regulars.unify.facts.identifiers import PERSON
from regulars.unify.identity.errors import CustomerUnknown, SeveralFound
from regulars.unify.identity.queries import root_of

MARKS = {"users": "use_", "accounts": "gro_"}
"""What a profile's own id begins with, by collection; a key follows."""
GROUP_ID = "group_id"
GROUPS = ("company", "household")


class ParameterInvalid(RestError):
    message = _("The parameter `{name}` is not valid.")


def profile(collection: str, text: str, sight: Sight) -> Customer:
    """The profile that `type:id`, or its own id, means. Raises ParameterInvalid, CustomerUnknown, SeveralFound."""
    found = queries.customer(key_of(collection, text, sight), sight=sight)
    if (found.kind == PERSON) != (collection == "users"):
        raise CustomerUnknown(key=found.key)
    return found


def key_of(collection: str, text: str, sight: Sight) -> int:
    """The key that is meant. Raises ParameterInvalid, CustomerUnknown, SeveralFound."""
    text = text.removeprefix("segment_id:")
    own = text.removeprefix(MARKS[collection])
    if own != text and own.isascii() and own.isdigit() and len(own) <= 18:
        return int(own)
    type_, colon, value = text.partition(":")
    if not colon:
        raise ParameterInvalid(name="identifier")
    types = GROUPS if (collection, type_) == ("accounts", GROUP_ID) else (type_,)
    found = {one.key for each in types for one in queries.find_typed(each, value, sight=sight)}
    if len(found) > 1:
        raise SeveralFound(text=type_, choices=", ".join(f"{MARKS[collection]}{key}" for key in sorted(found)))
    if not found:
        raise CustomerUnknown(key=0)
    return found.pop()


def own_id(collection: str, key: int) -> str:
    """A profile's own id."""
    return f"{MARKS[collection]}{root_of(key)}"


def limit_of(given: Mapping[str, str], standard: int = 10, most: int = 200) -> int:
    """How many are asked for. Raises ParameterInvalid."""
    text = given.get("limit", str(standard))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
        raise ParameterInvalid(name="limit")
    return int(text)


def names_of(given: Mapping[str, str], parameter: str) -> list[str]:
    """The names in a comma-separated list; empty if none are given."""
    return [name.strip() for name in given.get(parameter, "").split(",") if name.strip()]


def choice_of(given: Mapping[str, str], parameter: str, standard: str, *others: str) -> str:
    """One of a few words. Raises ParameterInvalid."""
    chosen = given.get(parameter, standard)
    if chosen not in {standard, *others}:
        raise ParameterInvalid(name=parameter)
    return chosen


def moment_of(given: Mapping[str, str], parameter: str) -> int | None:
    """An ISO 8601 day or moment (UTC where it does not say) in µs. Raises ParameterInvalid."""
    text = given.get(parameter)
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text)
        return microseconds(read if read.tzinfo else read.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise ParameterInvalid(name=parameter) from error
