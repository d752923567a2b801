"""The words for values that are chosen, not written: built-in ones, and those that a business gave its own choices."""

from collections.abc import Mapping

from django.utils.functional import Promise

from regulars.base.fields.queries import find_field
from regulars.base.fields.words import LANGUAGES, WORDS, Words

__all__ = ["CHOICES", "LANGUAGES", "choice", "words"]


def words(field: str) -> Words:
    """Value → what it is called, for a field whose values have words."""
    found = find_field(field)
    return found.words if found else {}


def choice(field: str, value: str) -> str | None:
    """What a value of a field is called, in the current language; None where nobody named it."""
    named = words(field).get(value)
    return None if named is None else str(named)


CHOICES: Mapping[str, Mapping[str, str | Promise]] = WORDS
"""The built-in words alone; `words` also knows those of a business's own fields."""
