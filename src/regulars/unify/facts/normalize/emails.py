"""E-mail addresses in one canonical form."""

import re
import unicodedata
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from regulars.unify.facts.normalize.texts import text as clean

# What nearly every address looks like; anything else is read by email-validator.
_PLAIN = re.compile(
    r"(?=.{1,64}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?!.{254})(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
)


LONGEST = 1000
"""An address has 254 characters at most; what is longer by far is not looked at."""


def email(text: str) -> str | None:
    """The address in lower case, its domain in Unicode, or None when it is none; nothing is looked up.

    The local part is lowered too: mail systems that tell cases apart are rarer than people who do not.
    """
    return _email(text) if len(text) <= LONGEST else None


@lru_cache(maxsize=65_536)
def _email(text: str) -> str | None:
    address = clean(text)
    if not address.isascii():
        address = unicodedata.normalize("NFKC", address)
    address = address.removeprefix("mailto:").lower()
    if len(address) <= 254 and _PLAIN.fullmatch(address):
        return address
    return _international(address)


def _international(address: str) -> str | None:
    if address.isascii() and "xn--" not in address:
        return None
    try:
        return validate_email(address, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None
