"""Phone numbers as E.164."""

from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from regulars.base.fields import digits
from regulars.unify.facts.normalize.dialled import dialled

# Longer texts are sentences; the library would look for a number inside them.
MAX_LENGTH = 40


@lru_cache(maxsize=65_536)
def phone(text: str, region: str | None) -> str | None:
    """The number as E.164 without its extension, or None when no such number can exist.

    `region` is the ISO 3166 code of the country whose national numbers the source writes.
    """
    if len(text) > MAX_LENGTH:
        return None
    written = digits.to_ascii(text).strip()
    if (number := dialled(written, region)) is not None:
        return number
    number = _valid(written, region)
    if number is None and written.startswith("00"):
        number = _valid(f"+{written[2:]}", None)
    return number


def _valid(written: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(written, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    number.extension = None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
