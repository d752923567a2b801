"""Tax and national ids: their check digits, by country (python-stdnum; Iran's are not in it)."""

import re
from collections.abc import Callable
from functools import cache

import stdnum.cn.ric
import stdnum.cn.uscc
import stdnum.th.pin
import stdnum.th.tin
import stdnum.vatin
from stdnum import get_cc_module
from stdnum.exceptions import InvalidChecksum, ValidationError

from regulars.base.fields import digits

from .verdict import Finding, doubtful, fine, repaired

Validate = Callable[[str], str]
"""The compact number. Raises stdnum's ValidationError."""

NATIONAL = re.compile(r"(?:^|_)(?:national|citizen|personal|identity|id_card|ssn|melli)")
TAX = re.compile(r"(?:^|_)(?:tax|tin|vat)(?:_|$)")


class IranianChecksum(InvalidChecksum):
    """The check digit of an Iranian number is another one."""


def iranian(number: str) -> str:
    """Kod-e melli: ten digits, the last one modulo 11 over the nine before. Raises ValidationError."""
    plain = re.sub(r"[\s-]", "", number).zfill(10)
    if not re.fullmatch(r"\d{10}", plain) or len(set(plain)) == 1:
        raise ValidationError
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(plain[:9])) % 11
    if int(plain[9]) != (rest if rest < 2 else 11 - rest):
        raise IranianChecksum
    return plain


OWN: dict[tuple[str, bool], Validate] = {
    ("TH", False): stdnum.th.pin.validate,
    ("TH", True): stdnum.th.tin.validate,
    ("CN", False): stdnum.cn.ric.validate,
    ("CN", True): stdnum.cn.uscc.validate,
    ("IR", False): iranian,
}
MODULES = {False: ("personalid", "pin", "tin"), True: ("vat", "tin", "businessid")}


def is_id(field: str) -> bool:
    """Whether a field holds tax or national ids, by its name."""
    return bool(NATIONAL.search(field) or TAX.search(field))


@cache
def validator(country: str, is_tax: bool) -> Validate | None:
    """How the numbers of a country are validated; None where nobody knows."""
    if own := OWN.get((country, is_tax)):
        return own
    for name in MODULES[is_tax]:
        if (module := get_cc_module(country.lower(), name)) is not None:
            return module.validate
    return None


def check(field: str, value: object, region: str | None) -> Finding:
    """By check digits, where they are known; a tax id that says its country is one of that country."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return doubtful(value, "not_text")
    written = digits.to_ascii(str(value)).strip()
    is_tax = bool(TAX.search(field))
    validate = validator(region, is_tax) if region else None
    if is_tax and re.match(r"[A-Za-z]{2}\w", written):
        validate = stdnum.vatin.validate
    if validate is None:
        return fine(value)
    try:
        compact = validate(written)
    except InvalidChecksum:
        return doubtful(value, "wrong_check_digit")
    except ValidationError:
        return doubtful(value, "not_an_id")
    return fine(value) if compact == value else repaired(compact, "written_otherwise")
