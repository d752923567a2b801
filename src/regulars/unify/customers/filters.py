"""Filters of the list of customers: a rule's conditions in words, and conditions made of what a form holds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from regulars.base.fields import display
from regulars.base.fields.queries import find_field
from regulars.base.rules import Rule, RuleInvalid, parse, vocabulary
from regulars.base.rules.clock import DAY_UNITS, UNITS
from regulars.base.rules.operators import OPERATORS, Operator, Takes
from regulars.base.rules.vocabulary import Kind, Trait

from .sheets.values import CHOICES, label, written

Tree = dict[str, Any]

SENTENCES: dict[str, str | Promise] = {
    "equals": gettext_lazy("{field} is {value}"),
    "not_equals": gettext_lazy("{field} is not {value}"),
    "one_of": gettext_lazy("{field} is one of {value}"),
    "none_of": gettext_lazy("{field} is none of {value}"),
    "contains": gettext_lazy("{field} contains {value}"),
    "not_contains": gettext_lazy("{field} does not contain {value}"),
    "starts_with": gettext_lazy("{field} starts with {value}"),
    "ends_with": gettext_lazy("{field} ends with {value}"),
    "less_than": gettext_lazy("{field} is less than {value}"),
    "at_most": gettext_lazy("{field} is at most {value}"),
    "more_than": gettext_lazy("{field} is more than {value}"),
    "at_least": gettext_lazy("{field} is at least {value}"),
    "between": gettext_lazy("{field} is between {value}"),
    "before": gettext_lazy("{field} is before {value}"),
    "after": gettext_lazy("{field} is after {value}"),
    "on": gettext_lazy("{field} is on {value}"),
    "within_last": gettext_lazy("{field} is within the last {value}"),
    "not_within_last": gettext_lazy("{field} is not within the last {value}"),
    "before_last": gettext_lazy("{field} is longer ago than {value}"),
    "within_next": gettext_lazy("{field} is within the next {value}"),
    "after_next": gettext_lazy("{field} is later than in {value}"),
    "month_is": gettext_lazy("{field} is in the month {value}"),
    "in_this_month": gettext_lazy("{field} is in this month of the year"),
    "anniversary_within_next": gettext_lazy("{field} comes round within the next {value} days"),
    "has_any": gettext_lazy("{field} has any of {value}"),
    "has_all": gettext_lazy("{field} has all of {value}"),
    "has_none": gettext_lazy("{field} has none of {value}"),
    "empty": gettext_lazy("{field} is not known"),
    "not_empty": gettext_lazy("{field} is known"),
}
UNIT_WORDS: dict[str, Any] = {
    "minutes": ngettext_lazy("{n} minute", "{n} minutes", "n"),
    "hours": ngettext_lazy("{n} hour", "{n} hours", "n"),
    "days": ngettext_lazy("{n} day", "{n} days", "n"),
    "weeks": ngettext_lazy("{n} week", "{n} weeks", "n"),
    "months": ngettext_lazy("{n} month", "{n} months", "n"),
    "years": ngettext_lazy("{n} year", "{n} years", "n"),
}
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

    text: SafeString
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


def chips(tree: Tree | None) -> list[Chip]:
    """Each part of a rule in words."""
    parts = conditions(tree)
    found = []
    for place, part in enumerate(parts):
        others = parts[:place] + parts[place + 1 :]
        found.append(Chip(sentence(part), as_text({"all": others}) if others else ""))
    return found


def sentence(tree: Tree) -> SafeString:
    """A rule in words."""
    if "not" in tree:
        return format_html(_("not: {rule}"), rule=sentence(tree["not"]))
    for word, between in (("all", _("{one} and {other}")), ("any", _("{one} or {other}"))):
        if word in tree:
            return together([sentence(part) for part in tree[word]], between)
    value = format_html("<b><bdi>{}</bdi></b>", value_words(tree))
    return format_html(str(SENTENCES[tree["is"]]), field=label(tree["trait"]), value=value)


def together(parts: Sequence[SafeString], between: str) -> SafeString:
    first, *rest = parts
    for part in rest:
        first = format_html(between, one=first, other=part)
    return first


def value_words(condition: Tree) -> str:
    """What a condition compares with."""
    value, name = condition.get("value"), condition["trait"]
    if "unit" in condition:
        return str(UNIT_WORDS[condition["unit"]] % {"n": value}).format(n=display.number(value))
    if condition["is"] == "between" and isinstance(value, list):
        return _("{low} and {high}").format(low=written(name, value[0]), high=written(name, value[1]))
    values = value if isinstance(value, list) else [value]
    return _(", ").join(written(name, each) for each in values)


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
    return str(SENTENCES[code]).format(field=field, value="…")


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
        apart = texts if trait.kind is Kind.CHOICE else split(texts)
        return [typed(trait, text) for text in apart]
    if operator.takes is Takes.MONTHS:
        return [whole(text) for text in texts]
    if operator.takes is Takes.TWO:
        return [typed(trait, text) for text in texts]
    first = texts[0] if texts else ""
    if operator.takes in {Takes.SPAN, Takes.DAYS}:
        return whole(first)
    return typed(trait, first)


def split(texts: Sequence[str]) -> list[str]:
    """Values with commas between, in any script."""
    joined = ",".join(texts).replace("،", ",").replace("、", ",").replace(",", ",")
    return [part.strip() for part in joined.split(",") if part.strip()]


def typed(trait: Trait, text: str) -> Any:
    """A value in the type of its field."""
    if trait.kind is Kind.NUMBER:
        return whole(text)
    return text == "true" if trait.kind is Kind.TRUTH else text


def whole(text: str) -> int | str:
    """A whole number in any digits; other text as it is, for the rule to refuse."""
    plain = display.digits.to_ascii(text)
    return int(plain) if plain.lstrip("-").isdecimal() and len(plain) < 19 else text
