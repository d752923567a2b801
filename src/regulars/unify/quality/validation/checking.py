"""The one door to all checks: by a field's name and type."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from regulars.base.fields import queries
from regulars.base.fields.enums import Category, Type
from regulars.unify.facts.normalize.readers import readers

from . import addresses, birthdays, emails, ids, names, phones
from .letters import has_lost, mended, reread
from .verdict import Finding, Verdict, doubtful, fine, repaired

Check = Callable[[object, str | None], Finding]

NAMES = ("first_name", "middle_name", "last_name", "name", "nickname")
OF_FIELD: dict[str, Check] = {
    "birthday": birthdays.check,
    "country": addresses.check_country,
    "postal_code": addresses.check_postal_code,
    **dict.fromkeys(NAMES, names.check),
}
OF_TYPE: dict[Type, Check] = {Type.EMAIL: emails.check, Type.PHONE: phones.check}
LETTERS = frozenset({Type.TEXT})


def check(field: str, value: object, region: str | None = None) -> Finding:
    """What is to be said of a value of this field; `region` is the country whose numbers and addresses are meant.

    Pure but for the data dictionary and today's date; values that nobody declared are always fine.
    """
    if value is None or value == "" or isinstance(value, list | dict):
        return fine(value)
    # To a cache, true and 1 are the same.
    return _check(queries.current().version, field, type(value).__name__, value, region)


@lru_cache(maxsize=262_144)
def _check(_version: str, name: str, _type: str, value: object, region: str | None) -> Finding:
    field = queries.find_field(name)
    if field is None:
        return fine(value)
    if isinstance(value, str) and field.type in LETTERS and (found := _letters(value)).verdict is not Verdict.FINE:
        return found
    special = OF_FIELD.get(name) or OF_TYPE.get(field.type)
    if special:
        return special(value, region)
    if field.category not in {Category.CONTACT, Category.IDENTITY} and ids.is_id(name):
        return ids.check(name, value, region)
    return _as_declared(name, value, region)


def _letters(value: str) -> Finding:
    if meant := reread(value):
        return doubtful(value, "misread_letters", meant)
    if has_lost(value):
        return doubtful(value, "lost_letters")
    tidy = mended(value)
    return fine(value) if tidy == value else repaired(tidy, "unseen_letters")


def _as_declared(name: str, value: object, region: str | None) -> Finding:
    """By the type and the limits of the field; what it is read as is what is kept."""
    read, doubt = readers(region)[name](value)
    if doubt:
        return doubtful(value, doubt.value)
    return fine(value) if read == value else repaired(read, "written_otherwise")


def check_all(traits: Mapping[str, object], region: str | None = None) -> dict[str, Finding]:
    """Trait → what is to be said of it, where that is something; the parts of an address are looked at together."""
    country = region
    found = {name: check(name, value, country) for name, value in traits.items() if name != "postal_code"}
    found |= {
        name: finding
        for name, finding in addresses.check_address(traits, region).items()
        if found.get(name, finding).verdict is Verdict.FINE or name == "postal_code"
    }
    return {name: finding for name, finding in found.items() if finding.verdict is not Verdict.FINE}
