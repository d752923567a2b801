"""Phone numbers, as libphonenumber knows them."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from regulars.base.fields import digits
from regulars.unify.facts import normalize

from .verdict import Finding, doubtful, fine, repaired


class Line(StrEnum):
    """What kind of line a number is."""

    MOBILE = "mobile"
    FIXED = "fixed"
    EITHER = "fixed_or_mobile"
    FREE = "toll_free"
    COSTLY = "premium"
    INTERNET = "voip"
    OTHER = "other"


LINES = {
    PhoneNumberType.MOBILE: Line.MOBILE,
    PhoneNumberType.FIXED_LINE: Line.FIXED,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: Line.EITHER,
    PhoneNumberType.TOLL_FREE: Line.FREE,
    PhoneNumberType.PREMIUM_RATE: Line.COSTLY,
    PhoneNumberType.SHARED_COST: Line.COSTLY,
    PhoneNumberType.VOIP: Line.INTERNET,
}
WHOLE = re.compile(r"\+\d{7,15}")
ODD = {Line.COSTLY: "costly_number", Line.FREE: "service_number"}
MADE_UP = re.compile(r"(\d)\1{6,}$|(?:12345678|23456789|98765432|87654321)\d{0,2}$")


class PhoneFacts(NamedTuple):
    """A number that can exist: its line, its country (ISO 3166, "" for none such as satellites), and E.164."""

    line: Line
    country: str
    number: str


@lru_cache(maxsize=65_536)
def phone_facts(value: str, region: str | None = None) -> PhoneFacts | None:
    """What is known of a number; None where there can be no such number."""
    number = value if WHOLE.fullmatch(value) else normalize.phone(value, region)
    if number is None:
        return None
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return None
    # Its kind is unknown exactly where the number is none; asked once, since this is what takes time.
    kind = phonenumbers.number_type(parsed)
    if kind == PhoneNumberType.UNKNOWN:
        return None
    written = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    return PhoneFacts(LINES.get(kind, Line.OTHER), phonenumbers.region_code_for_number(parsed) or "", written)


def check(value: object, region: str | None) -> Finding:
    """Whether there can be such a number, and whether a person answers it."""
    if not isinstance(value, str):
        return doubtful(value, "not_a_phone")
    known = phone_facts(value, region)
    if known is None:
        return doubtful(value, "possible_phone" if is_possible(value, region) else "not_a_phone")
    if MADE_UP.search(known.number):
        return doubtful(value, "made_up_number")
    if known.line in ODD:
        return doubtful(value, ODD[known.line])
    return fine(value) if known.number == value else repaired(known.number, "written_otherwise")


def is_possible(value: str, region: str | None) -> bool:
    """Whether a text has as many digits as numbers there have, though no number of its range was ever given out."""
    if len(value) > normalize.phones.MAX_LENGTH:
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(digits.to_ascii(value), region))
    except NumberParseException:
        return False
