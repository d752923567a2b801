"""What codes and shapes mean, in words."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from regulars.collect.sources.masking import DOTS
from regulars.unify.facts.statement import Remark

REFUSALS: dict[str, Promise] = {
    "plan": _("The tracking plan does not allow this event, so it was left out."),
    "duplicate": _("This message id came before, so it was left out."),
    "conflict": _("This message id came before with other content; the first one counts."),
    "suppressed": _("This person was erased, so it was left out."),
    "withdrawn": _("Its import was undone, so it was left out."),
    "not_staff": _("Only colleagues decide, so it was left out."),
    "unreadable": _("It could not be read; the log says why."),
    "failed": _("The database refused it; the log says why."),
}

REMARKS: dict[str, Promise] = {
    "event": gettext_lazy("This event is not in the plan."),
    "unknown": gettext_lazy("{path} is not in the plan."),
    "missing": gettext_lazy("{path} is missing."),
    "type": gettext_lazy("{path} should be of type {expected}."),
    "enum": gettext_lazy("{path} should be one of {expected}."),
    "too_long": gettext_lazy("{path} should be at most {expected} long."),
}


CALLS: dict[str, Promise] = {
    "identify": _("What is known of somebody"),
    "group": _("What is known of a group"),
    "page": _("Page"),
    "screen": _("Screen"),
    "alias": _("Two ids of one person"),
}


def call(kind: str) -> str:
    """What a call without an event is."""
    return str(CALLS.get(kind, kind))


def event(kind: str, name: str) -> str:
    """An event as the catalogue lists it."""
    return gettext("Names that look like values") if name == DOTS else name or call(kind)


def refusal(code: str) -> str:
    """Why the road left something out, as a sentence; "" for what it filed."""
    return str(REFUSALS.get(code, code))


def remark(one: Remark) -> str:
    """How something departs from the plan, as a sentence."""
    return str(REMARKS.get(one.code, one.code)).format(path=one.path, expected=one.expected)


def spoken(value: Any) -> Any:
    """A masked JSON value, with its texts for people."""
    if isinstance(value, dict):
        return {name: spoken(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [spoken(inner) for inner in value]
    return example(value) if isinstance(value, str) else value


def example(shape: str) -> str:
    """A masked value for people: what stands for a text says how long it is."""
    if not shape.startswith("…"):
        return shape
    longest = shape.removeprefix("…")
    if not longest:
        return gettext("a long text")
    return gettext("a text of up to {number} characters").format(number=longest)
