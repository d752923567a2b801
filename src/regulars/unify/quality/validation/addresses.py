"""The shape of a postal address in its country: postal code, state, and what must be there."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from regulars.base.fields import digits

from . import places
from .letters import mended
from .verdict import Finding, doubtful, fine, repaired

# Where a spreadsheet may have taken a zero away in front.
ZERO_IN_FRONT = frozenset("US DE FR IT ES JP TR MY MX CN KR EE LT FI RS UA".split())
LONGEST_CODE = 100
PARTS = ("street", "city", "state", "postal_code", "country")


def check_country(value: object, _region: str | None) -> Finding:
    """A code, or a name in one of many languages."""
    if not isinstance(value, str):
        return doubtful(value, "not_text")
    if places.country_code(value):
        return fine(value)
    return doubtful(value, "unknown_country", places.nearest_country(value))


def check_postal_code(value: object, region: str | None) -> Finding:
    """By the country alone; `check_address` knows the state too."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return doubtful(value, "not_text")
    return code_in(str(value), region or "", "") if region else fine(value)


def code_in(value: str, country: str, state: str) -> Finding:
    """Whether a postal code is one of the country's, and of the state's; what is longer by far is none."""
    return postal(value, country, state) if len(value) <= LONGEST_CODE else doubtful(value, "postal_code_shape")


@lru_cache(maxsize=65_536)
def postal(value: str, country: str, state: str) -> Finding:
    """Whether a postal code is one of the country's, and of the state's."""
    if country not in places.shaped():
        return fine(value)
    plain = digits.to_ascii(unicodedata.normalize("NFKC", mended(value))).upper().strip()
    anywhere, there = places.postal_rules(country, state)
    if not anywhere:
        return fine(value)
    if not fits(anywhere, plain):
        if fits(anywhere, bare := re.sub(r"[\s.-]", "", plain)):
            return repaired(bare, "written_otherwise")
        with_zero = f"0{plain}"
        is_cut = country in ZERO_IN_FRONT and fits(anywhere, with_zero)
        return doubtful(value, "postal_code_shape", with_zero if is_cut else "")
    if there and not any(re.match(pattern, plain) for pattern in there):
        return doubtful(value, "postal_code_elsewhere")
    return fine(value) if plain == value else repaired(plain, "written_otherwise")


def fits(patterns: tuple[str, ...], code: str) -> bool:
    return any(re.fullmatch(pattern.strip("^$"), code, re.IGNORECASE) for pattern in patterns)


def check_address(parts: Mapping[str, object], region: str | None = None) -> dict[str, Finding]:
    """Part → what is to be said of it, of those that are there; the country is the address's own, else `region`.

    An address whose street is known, but not what the country needs beside it, is doubtful in its street.
    """
    written = {name: str(parts[name]) for name in PARTS if isinstance(parts.get(name), str | int) and parts[name] != ""}
    found: dict[str, Finding] = {}
    if "country" in written:
        found["country"] = check_country(written["country"], None)
    country = places.country_code(written["country"]) if "country" in written else region
    if not country or country not in places.shaped():
        return found
    known = places.states(country)
    state = known.get(written.get("state", "").casefold(), "")
    if "state" in written and known:
        found["state"] = fine(written["state"]) if state else doubtful(written["state"], "unknown_state")
    if "postal_code" in written:
        found["postal_code"] = code_in(written["postal_code"], country, state)
    if "street" in written:
        missing = sorted(places.required(country) - written.keys())
        street = written["street"]
        found["street"] = doubtful(street, "address_incomplete") if missing else fine(street)
    return found
