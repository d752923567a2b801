"""What codes and shapes mean, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

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


def refusal(code: str) -> str:
    """Why the road left something out, as a sentence; "" for what it filed."""
    return str(REFUSALS.get(code, code))


def remark(one: Remark) -> str:
    """How something departs from the plan, as a sentence."""
    return str(REMARKS.get(one.code, one.code)).format(path=one.path, expected=one.expected)


def example(shape: str) -> str:
    """A masked value for people: what stands for a text says how long it is."""
    if not shape.startswith("…"):
        return shape
    longest = shape.removeprefix("…")
    if not longest:
        return gettext("a long text")
    return gettext("a text of up to {number} characters").format(number=longest)
