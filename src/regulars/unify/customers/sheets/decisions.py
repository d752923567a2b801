"""Standing decisions as sentences: what, by whom, when, and whether they can be taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.unify.identity.queries import IdentifierValue, StandingDecision, identifier_type

SENTENCES: dict[str, Promise] = {
    "join": gettext_lazy("{one} and {other} were merged."),
    "apart": gettext_lazy("{one} and {other} are kept apart."),
    "withdraw": gettext_lazy("The link between {one} and {other} was undone."),
    "retract": gettext_lazy("A correction was withdrawn."),
    "end": gettext_lazy("{one} changed hands."),
    "block": gettext_lazy("{one} is blocked: it identifies nobody."),
    "quarantine": gettext_lazy("{one} is in quarantine: it joins nobody from now on."),
    "part": gettext_lazy("{one} was parted from everyone."),
    "verify": gettext_lazy("{one} was confirmed by the customer."),
    "dispute": gettext_lazy("{one} is not theirs, said whoever was reached there."),
    "reverse": gettext_lazy("a decision about {one} was taken back"),
}
FINAL = {"reverse", "erase"}


@dataclass(frozen=True)
class Decided:
    """A decision; `number` is how undo knows it, `at` in µs (0: not known)."""

    number: str
    kind: str
    text: str
    actor: str
    at: int


def decided(decision: StandingDecision, actors: Mapping[str, str]) -> Decided:
    """One decision in words."""
    words = SENTENCES.get(decision.kind, gettext_lazy("A decision about {one}."))
    text = capfirst(str(words).format(one=spoken(decision.one), other=spoken(decision.other)))
    actor = actors.get(decision.actor, decision.actor)
    return Decided(f"d{decision.position}", decision.kind, text, actor, decision.at)


def spoken(one: IdentifierValue) -> str:
    """“E-mail mei@example.com”, isolated from the direction of the sentence around it."""
    if not one.value:
        return _("an erased value")
    return f"\u2068{identifier_type(one.type)} \u2068{one.value}\u2069\u2069"


def to_take_back(decisions: Iterable[Decided]) -> list[Decided]:
    """Those that a colleague can take back, newest first."""
    return [one for one in reversed(list(decisions)) if one.kind not in FINAL]
