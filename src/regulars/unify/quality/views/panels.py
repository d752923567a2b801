"""The panel about one customer: how good the record is, what is doubtful, and which addresses are confirmed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from regulars.base.fields.moments import DAY, now
from regulars.base.web.access import signed_in
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.sheets.values import label
from regulars.unify.facts.queries import usual_region
from regulars.unify.identity.queries import identifier_type
from regulars.unify.quality.confirming import BY_CALL, BY_MAIL, BY_TEXT, can_send
from regulars.unify.quality.measures import points
from regulars.unify.quality.measuring import answers_about
from regulars.unify.quality.queries import answered, findings_of, open_codes, score_of
from regulars.unify.quality.validation import because, check

ASKED = ("email", "phone")


@dataclass(frozen=True)
class Way:
    """An address or number, and what became of asking whether it is theirs; `at` in µs."""

    key: int
    label: str
    value: str
    can_send: bool
    is_right: bool | None
    how: str
    at: int
    is_open: bool


def shown(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """What the template draws; before they were measured only whether they can be asked."""
    mask = signed_in(request).sight.mask
    score = score_of(customer.root)
    return {
        "points": named(points(score, now() // DAY)) if score else [],
        "findings": [
            (label(field), because(code), suggestion(customer, field) if mask.sees(field) else "", field)
            for field, code in findings_of(customer.root)
        ],
        "ways": ways(customer),
    }


def named(found: Any) -> list[tuple[str, int | None]]:
    """The four figures with their names."""
    return [
        (_("Complete"), found.completeness),
        (_("Sound"), found.validity),
        (_("Fresh"), found.freshness),
        (_("Consistent"), found.consistency),
    ]


def suggestion(customer: Customer, field: str) -> str:
    """What may be meant by a value that stands."""
    return check(field, customer.traits.get(field), usual_region() or None).suggestion


def how(way: str) -> str:
    """In which way somebody answered."""
    return {BY_MAIL: _("by a code"), BY_TEXT: _("by a code to their phone")}.get(way, _("by asking"))


def ways(customer: Customer) -> list[Way]:
    """Their addresses and numbers that did not change hands."""
    asked = [one for one in customer.identifiers if one.type in ASKED and one.ended_at is None]
    keys = [one.key for one in asked]
    known, waiting, told = answers_about(keys), open_codes(keys), answered(keys)
    return [
        Way(
            one.key,
            identifier_type(one.type),
            one.value,
            can_send(one.type, one.value),
            known[one.key].is_right if one.key in known else None,
            how(told.get(one.key, (BY_CALL, 0))[0]),
            told.get(one.key, ("", 0))[1],
            one.key in waiting,
        )
        for one in asked
    ]
