"""Filters of the list of customers: a rule's conditions in words, and conditions made of what a form holds."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.fields import digits, display
from regulars.base.fields.choices import words as words_of
from regulars.base.fields.queries import find_field
from regulars.base.rules import Rule, RuleInvalid, parse, sentence, vocabulary
from regulars.base.rules.clock import DAY_UNITS, UNITS
from regulars.base.rules.operators import OPERATORS, Operator, Takes
from regulars.base.rules.sentences import SENTENCES
from regulars.base.rules.vocabulary import Kind, Trait

from .sheets.values import label, typed_list

Tree = dict[str, Any]

UNIT_LABELS: dict[str, Promise] = {
    "minutes": gettext_lazy("minutes"),
    "hours": gettext_lazy("hours"),
    "days": gettext_lazy("days"),
    "weeks": gettext_lazy("weeks"),
    "months": gettext_lazy("months"),
    "years": gettext_lazy("years"),
}
USUAL = {
    Kind.TEXT: "contains",
    Kind.CHOICE: "one_of",
    Kind.NUMBER: "at_least",
    Kind.DATE: "anniversary_within_next",
    Kind.MOMENT: "within_last",
    Kind.LIST: "has_any",
}


@dataclass(frozen=True)
class Piece:
    """One condition in words; `place` says where it stands, if it can be changed; `without` is the rule without it."""

    text: str
    place: str
    without: str


@dataclass(frozen=True)
class Chip:
    """One part of a rule: a condition, or several of which any has to hold. `place` says where it stands."""

    pieces: tuple[Piece, ...]
    place: str


@dataclass(frozen=True)
class Adding:
    """The form of a condition: about which trait, with which operator, taking what, and what was `given` before."""

    name: str
    label: str
    operator: str
    takes: str
    input: str
    choices: tuple[tuple[str, str | Promise], ...]
    units: tuple[tuple[str, str | Promise], ...]
    operators: tuple[tuple[str, str], ...]
    given: tuple[str, ...] = ()
    unit: str = "days"

    @property
    def first(self) -> str:
        """The value that was given."""
        return self.given[0] if self.given else ""

    @property
    def text(self) -> str:
        """All values that were given, as one types several."""
        return ", ".join(self.given)

    @property
    def second(self) -> str:
        """The upper bound that was given."""
        return self.given[1] if len(self.given) > 1 else ""


def read_rule(text: str) -> Rule | None:
    """The rule of an address; None for none. Raises RuleInvalid."""
    if not text.strip():
        return None
    try:
        tree = json.loads(text)
    except ValueError:
        raise RuleInvalid("", _("The filters in this address cannot be read. Begin again.")) from None
    except RecursionError:
        raise RuleInvalid("", _("The filters in this address are nested too deep. Begin again.")) from None
    return parse(tree, vocabulary())


def as_text(tree: Tree) -> str:
    """A rule as it stands in an address."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def conditions(tree: Tree | None) -> list[Tree]:
    """The parts of a rule that all hold."""
    if tree is None:
        return []
    return list(tree["all"]) if "all" in tree else [tree]


def alternatives(part: Tree) -> list[Tree]:
    """The conditions of which any has to hold, where a part is no more than that; else the part itself."""
    parts = part.get("any")
    return list(parts) if parts and all("trait" in one for one in parts) else [part]


def together(parts: Sequence[Tree]) -> Tree | None:
    """The rule in which all parts hold; None without any."""
    return {"all": list(parts)} if parts else None


def any_of(parts: Sequence[Tree]) -> list[Tree]:
    """One part of which any has to hold; none without any."""
    return [{"any": list(parts)}] if len(parts) > 1 else list(parts)


def with_condition(tree: Tree | None, condition: Tree, place: str = "") -> Tree:
    """The rule with one more part; at a `place` ("2", "2.1") instead of what stands there, at "2+" beside it."""
    parts = conditions(tree)
    spot = spot_of(parts, place.removesuffix("+"))
    if spot is None:
        return {"all": [*parts, condition]}
    at, inner = spot
    there = alternatives(parts[at])
    if place.endswith("+"):
        there.append(condition)
    else:
        there[inner] = condition
    parts[at : at + 1] = any_of(there)
    return {"all": parts}


def spot_of(parts: Sequence[Tree], place: str) -> tuple[int, int] | None:
    """Which part, and which of its alternatives; None for what is no place in this rule."""
    outer, _dot, inner = place.partition(".")
    if not (outer.isascii() and outer.isdigit() and len(outer) < 4 and int(outer) < len(parts)):
        return None
    at = int(inner) if inner.isascii() and inner.isdigit() and len(inner) < 4 else 0
    return (int(outer), at) if at < len(alternatives(parts[int(outer)])) else None


def condition_at(tree: Tree | None, place: str) -> Tree | None:
    """The condition that stands at a place; None if none does that could be changed."""
    parts = conditions(tree)
    spot = spot_of(parts, place)
    found = alternatives(parts[spot[0]])[spot[1]] if spot else None
    return found if found and "trait" in found else None


def chips(rule: Rule | None) -> list[Chip]:
    """Each part of a rule in words."""
    parts = conditions(rule.tree) if rule else []
    return [Chip(tuple(pieces(rule, parts, place)), str(place)) for place in range(len(parts))] if rule else []


def pieces(rule: Rule, parts: Sequence[Tree], at: int) -> Iterator[Piece]:
    """The conditions of one part in words."""
    there = alternatives(parts[at])
    for inner, one in enumerate(there):
        rest = together([*parts[:at], *any_of(there[:inner] + there[inner + 1 :]), *parts[at + 1 :]])
        place = f"{at}.{inner}" if "trait" in one else ""
        yield Piece(sentence(parse(one, rule.vocabulary)), place, as_text(rest) if rest else "")


def adding(name: str, code: str, before: Tree | None = None) -> Adding | None:
    """The form for a condition on a trait, filled with one that stood `before`; None for what is no field."""
    field, trait = find_field(name), vocabulary().trait(name)
    if field is None or trait is None:
        return None
    suitable = OPERATORS[trait.kind]
    told = before if before and before.get("trait") == name else {}
    usual = USUAL.get(trait.kind, "")
    operator = suitable.get(code or told.get("is", "")) or suitable.get(usual, next(iter(suitable.values())))
    offered = tuple((each, phrase(each, label(name))) for each in suitable)
    return Adding(
        name,
        label(name),
        operator.code,
        operator.takes.value,
        input_type(trait, operator),
        choices_of(trait, operator),
        tuple((unit, UNIT_LABELS[unit]) for unit in (DAY_UNITS if trait.kind is Kind.DATE else UNITS)),
        offered,
        given_in(told) if told.get("is") == operator.code or operator.takes is Takes.ONE else (),
        told.get("unit", "days"),
    )


def given_in(told: Tree) -> tuple[str, ...]:
    """The values of a condition as a form holds them."""
    value = told.get("value")
    if value is None:
        return ()
    values = value if isinstance(value, list) else [value]
    return tuple(str(one).lower() if isinstance(one, bool) else str(one) for one in values)


def phrase(code: str, field: str) -> str:
    """An operator as it is offered: the sentence with the value left open."""
    return str(SENTENCES[code]).format(trait=field, value="…", low="…", high="…")


def input_type(trait: Trait, operator: Operator) -> str:
    """The control for one value."""
    if operator.takes in {Takes.DAYS, Takes.SPAN, Takes.NUMBER} or trait.kind is Kind.NUMBER:
        return "number" if operator.takes is not Takes.MANY else "text"
    dated = trait.kind in {Kind.DATE, Kind.MOMENT} and operator.takes in {Takes.ONE, Takes.DAY, Takes.TWO}
    return "date" if dated else "text"


def choices_of(trait: Trait, operator: Operator) -> tuple[tuple[str, str | Promise], ...]:
    """The values to choose from, where there are few."""
    if operator.takes is Takes.MONTHS:
        return tuple((str(month), display.in_digits(str(month))) for month in range(1, 13))
    words: Mapping[str, str | Promise] = words_of(trait.name)
    if trait.kind is Kind.CHOICE:
        return tuple((code, words.get(code, code)) for code in trait.choices)
    return (("true", _("Yes")), ("false", _("No"))) if trait.kind is Kind.TRUTH else ()


def condition(name: str, code: str, values: Sequence[str], unit: str) -> Tree:
    """A condition of what a form holds; whether it can be asked is said by `parse`."""
    trait = vocabulary().trait(name)
    operator = OPERATORS[trait.kind].get(code) if trait else None
    tree: Tree = {"trait": name, "is": code}
    if trait is None or operator is None or operator.takes is Takes.NOTHING:
        return tree
    if operator.takes is Takes.SPAN:
        tree["unit"] = unit
    return tree | {"value": value_of(trait, operator, values)}


def value_of(trait: Trait, operator: Operator, values: Sequence[str]) -> Any:
    """What was typed, in the JSON that the operator takes."""
    texts = [value.strip() for value in values if value.strip()]
    if operator.takes is Takes.MANY:
        apart = texts if trait.kind is Kind.CHOICE else typed_list(",".join(texts))
        return [typed(trait, text) for text in apart]
    if operator.takes is Takes.MONTHS:
        return [whole(text) for text in texts]
    if operator.takes is Takes.TWO:
        return [typed(trait, text) for text in texts]
    first = texts[0] if texts else ""
    if operator.takes in {Takes.SPAN, Takes.DAYS}:
        return whole(first)
    return typed(trait, first)


def typed(trait: Trait, text: str) -> Any:
    """A value in the type of its field."""
    if trait.kind is Kind.NUMBER:
        return whole(text)
    return text == "true" if trait.kind is Kind.TRUTH else text


def whole(text: str) -> int | str:
    """A whole number in any digits; other text as it is, for the rule to refuse."""
    plain = digits.to_ascii(text)
    return int(plain) if plain.lstrip("-").isdecimal() and len(plain) < 19 else text
