"""Phone numbers as nearly everybody writes them, read with libphonenumber's patterns but without its long way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata
from phonenumbers.phonemetadata import PhoneNumberDesc

KINDS = "premium_rate toll_free shared_cost voip personal_number pager uan voicemail fixed_line mobile".split()
_MARKS = str.maketrans("", "", " -")


@dataclass(frozen=True, slots=True)
class Plan:
    """How one country dials: what stands before numbers abroad and at home, and every number that can exist."""

    code: str
    abroad: re.Pattern[str]
    at_home: re.Pattern[str] | None
    prefix: str
    valid: re.Pattern[str]


def dialled(written: str, region: str | None) -> str | None:
    """A plainly written number as E.164, or None for what has to be read the long way; never another answer."""
    number = written.translate(_MARKS)
    if number[:1] == "+":
        return _international(number[1:])
    plan = plan_of(region) if region else None
    if plan is None or not number.isdecimal() or not written[:1].isdecimal() or plan.abroad.match(number):
        return None
    if plan.prefix and number.startswith(plan.prefix):
        return _national(number.removeprefix(plan.prefix), plan)
    return None if number.startswith(plan.code) else _national(number, plan)


def _international(number: str) -> str | None:
    if not number.isdecimal() or number[0] == "0":
        return None
    for size in (1, 2, 3):
        plan = plan_of_code(int(number[:size]))
        if plan:
            return _national(number[size:], plan)
    return None


def _national(number: str, plan: Plan) -> str | None:
    if number[:1] == "0" or (plan.at_home and plan.at_home.match(number)):
        return None
    return f"+{plan.code}{number}" if plan.valid.fullmatch(number) else None


@cache
def plan_of_code(code: int) -> Plan | None:
    """The plan of a country code that no two countries share."""
    regions = COUNTRY_CODE_TO_REGION_CODE.get(code, ())
    return plan_of(regions[0]) if len(regions) == 1 and regions[0] != "001" else None


@cache
def plan_of(region: str) -> Plan | None:
    """The plan of a country whose code is its own; None where numbers need more rules than these."""
    known = PhoneMetadata.metadata_for_region(region, None)
    if known is None or known.general_desc is None or not known.international_prefix or not known.country_code:
        return None
    if known.national_prefix_transform_rule or len(COUNTRY_CODE_TO_REGION_CODE[known.country_code]) != 1:
        return None
    at_home = known.national_prefix_for_parsing
    return Plan(
        str(known.country_code),
        re.compile(known.international_prefix),
        re.compile(at_home) if at_home else None,
        at_home if at_home and at_home == known.national_prefix else "",
        re.compile(f"(?=(?:{known.general_desc.national_number_pattern})$)(?:{'|'.join(_patterns(known))})"),
    )


def _patterns(known: PhoneMetadata) -> Iterator[str]:
    for kind in KINDS:
        of_kind: PhoneNumberDesc | None = getattr(known, kind)
        if of_kind is not None and of_kind.national_number_pattern:
            lengths = "|".join(rf"\d{{{length}}}$" for length in of_kind.possible_length)
            yield f"(?:{f'(?={lengths})' if lengths else ''}(?:{of_kind.national_number_pattern}))"
