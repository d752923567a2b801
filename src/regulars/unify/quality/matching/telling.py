"""Why two may be one, in words: what agrees, how much it weighs, and nothing of what somebody may not see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.fields import display
from regulars.base.fields.masks import Mask
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.sheets.values import written

from . import words

FIELDS: dict[str, tuple[str, ...]] = {
    "given": ("first_name", "name"),
    "family": ("last_name", "name"),
    "born": ("birthday",),
    "street": ("street",),
    "place": ("city", "postal_code"),
    "phone": ("phone",),
    "email": ("email",),
    "device": ("anonymous_id",),
}
"""What each comparison looks at: who does not see all of it whole is told nothing of it."""
SENTENCES: dict[tuple[str, str], Promise] = {
    ("given", "same"): gettext_lazy("Same first name"),
    ("given", "swapped"): gettext_lazy("First and last name are swapped"),
    ("given", "pet_name"): gettext_lazy("One first name is short for the other"),
    ("given", "heard"): gettext_lazy("The first names sound alike"),
    ("given", "near"): gettext_lazy("The first names differ by a slip of the pen"),
    ("given", "initial"): gettext_lazy("One has only the initial of the first name"),
    ("given", "swapped_nearly"): gettext_lazy("First and last name are swapped and spelled in another way"),
    ("given", "unclear"): gettext_lazy("The first names are somewhat alike"),
    ("given", "different"): gettext_lazy("The first names are different"),
    ("family", "same"): gettext_lazy("Same last name"),
    ("family", "swapped"): gettext_lazy("Last and first name are swapped"),
    ("family", "heard"): gettext_lazy("The last names sound alike"),
    ("family", "near"): gettext_lazy("The last names differ by a slip of the pen"),
    ("family", "swapped_nearly"): gettext_lazy("Last and first name are swapped and spelled in another way"),
    ("family", "unclear"): gettext_lazy("The last names are somewhat alike"),
    ("family", "different"): gettext_lazy("The last names are different"),
    ("born", "same"): gettext_lazy("Same birthday"),
    ("born", "nearly"): gettext_lazy("The birthdays differ by one digit, or day and month are swapped"),
    ("born", "partly"): gettext_lazy("Two parts of the birthdays are the same"),
    ("born", "different"): gettext_lazy("The birthdays are different"),
    ("street", "same"): gettext_lazy("Same street and house number"),
    ("street", "near"): gettext_lazy("Same house number, a similar street"),
    ("street", "street"): gettext_lazy("Same street, another house number"),
    ("street", "different"): gettext_lazy("The streets are different: one may have moved"),
    ("place", "same"): gettext_lazy("Same town and postal code"),
    ("place", "nearly"): gettext_lazy("Same town, a slip in the postal code"),
    ("place", "postcode"): gettext_lazy("Same postal code"),
    ("place", "city"): gettext_lazy("Same town"),
    ("place", "different"): gettext_lazy("The towns are different: one may have moved"),
    ("phone", "same"): gettext_lazy("Same phone"),
    ("phone", "near"): gettext_lazy("The phone numbers differ by one digit"),
    ("phone", "different"): gettext_lazy("The phone numbers are different"),
    ("email", "same"): gettext_lazy("Same e-mail address"),
    ("email", "local"): gettext_lazy("The e-mail addresses are the same before the @"),
    ("email", "near"): gettext_lazy("The e-mail addresses differ by one letter"),
    ("email", "different"): gettext_lazy("The e-mail addresses are different"),
    ("device", "same"): gettext_lazy("Both were seen in the same browser"),
    ("device", "different"): gettext_lazy("They were seen in different browsers"),
}
SCRIPTS: dict[str, Promise] = {
    "l": gettext_lazy("Latin"),
    "t": gettext_lazy("Thai"),
    "a": gettext_lazy("Persian or Arabic"),
    "h": gettext_lazy("Chinese"),
}
STEPS = ((8.0, gettext_lazy("very strongly")), (4.0, gettext_lazy("strongly")), (1.0, gettext_lazy("a little")))
MOST_BITS = 16.0


@dataclass(frozen=True)
class Told:
    """One thing that was compared; `share` (0 to 100) is the length of its bar, `is_for` where it points."""

    sentence: str
    values: str
    weight: str
    share: int
    is_for: bool


@dataclass(frozen=True)
class Reasons:
    """What was compared, heaviest first; `hidden` more rest on fields that this reader does not see whole."""

    told: tuple[Told, ...]
    hidden: int


def reasons(weights: Mapping[str, Any], one: Customer, other: Customer, mask: Mask) -> Reasons:
    """The reasons of a pair as somebody may see them."""
    seen = {name: said for name, said in weights.items() if mask.sees_all(FIELDS[name])}
    ordered = sorted(seen.items(), key=lambda item: -abs(item[1][1]))
    told = tuple(tell(name, level, bits, one, other) for name, (level, bits) in ordered)
    return Reasons(told, len(weights) - len(seen))


def tell(name: str, level: str, bits: float, one: Customer, other: Customer) -> Told:
    """One comparison in words."""
    sentence = str(SENTENCES.get((name, level), name))
    if level == "heard":
        sentence = sounding(name, sentence, one, other)
    share = min(100, round(100 * abs(bits) / MOST_BITS))
    return Told(sentence, values(name, one, other), weighed(bits), share, bits > 0)


def sounding(name: str, sentence: str, one: Customer, other: Customer) -> str:
    """In which scripts two names sound alike."""
    scripts = []
    for customer in (one, other):
        said = customer.traits
        parts = words.parted(*(str(said.get(trait) or "") for trait in ("first_name", "last_name", "name")))
        scripts.append(words.given_word(parts[0]).script if name == "given" else words.family_word(parts[1]).script)
    if scripts[0] == scripts[1] or not set(scripts) <= SCRIPTS.keys():
        return sentence
    return _("{sentence} in {script} and {other}").format(
        sentence=sentence, script=SCRIPTS[scripts[0]], other=SCRIPTS[scripts[1]]
    )


def values(name: str, one: Customer, other: Customer) -> str:
    """Both values with a dash between, each in its own direction; one of them where both are equal."""
    sides = [
        " ".join(
            str(customer.traits[trait]) for trait in FIELDS[name] if trait != "name" and customer.traits.get(trait)
        )
        or str(customer.traits.get("name") or "")
        if name in {"given", "family"}
        else " ".join(written(trait, customer.traits[trait]) for trait in FIELDS[name] if customer.traits.get(trait))
        for customer in (one, other)
    ]
    shown = [f"\u2068{side}\u2069" for side in dict.fromkeys(sides) if side]
    return " – ".join(shown)


def weighed(bits: float) -> str:
    """How much something weighs, in words."""
    strength = next((words_ for at_least, words_ in STEPS if abs(bits) >= at_least), None)
    if strength is None:
        return _("says hardly anything")
    if bits > 0:
        return _("speaks {strongly} for one person").format(strongly=strength)
    return _("speaks {strongly} for two people").format(strongly=strength)


def percent(probability: float) -> str:
    """A probability as people read it: never a certain 100."""
    return display.number(min(99.9, round(100 * probability, 1 if probability > 0.99 else 0)))
