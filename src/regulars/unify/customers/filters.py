"""Filters of the list of customers: a rule's conditions in words, and conditions made of what a form holds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.fields import digits, display
from regulars.base.fields.choices import CHOICES
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
class Chip:
    """One condition in words; `without` is the rule as it would be without it, empty if nothing would be left."""

    text: str
    without: str


@dataclass(frozen=True)
class Adding:
    """The form of a condition that is being added: about which trait, with which operator, taking what."""

    name: str
    label: str
    operator: str
    takes: str
    input: str
    choices: tuple[tuple[str, str | Promise], ...]
    units: tuple[tuple[str, str | Promise], ...]
    operators: tuple[tuple[str, str], ...]


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


def with_condition(tree: Tree | None, condition: Tree) -> Tree:
    """The rule with one more part."""
    return {"all": [*conditions(tree), condition]}


def chips(rule: Rule | None) -> list[Chip]:
    """Each part of a rule in words."""
    if rule is None:
        return []
    parts = conditions(rule.tree)
    found = []
    for place, part in enumerate(parts):
        others = parts[:place] + parts[place + 1 :]
        found.append(Chip(sentence(parse(part, rule.vocabulary)), as_text({"all": others}) if others else ""))
    return found


def adding(name: str, code: str) -> Adding | None:
    """The form for a condition on a trait; None for what is no field."""
    field, trait = find_field(name), vocabulary().trait(name)
    if field is None or trait is None:
        return None
    suitable = OPERATORS[trait.kind]
    operator = suitable.get(code) or suitable.get(USUAL.get(trait.kind, ""), next(iter(suitable.values())))
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
    )


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
    words: Mapping[str, str | Promise] = CHOICES.get(trait.name, {})
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
