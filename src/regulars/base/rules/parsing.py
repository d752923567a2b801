"""Makes a rule of its JSON, or says where it is wrong and what to do.

rule:      {"all": [rule, …]} | {"any": [rule, …]} | {"not": rule} | condition
condition: {"trait": name, "is": operator, "value": …, "unit": …}
"""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .errors import RuleInvalid
from .operators import OPERATORS, Operator, Takes
from .reading import read
from .rule import Group, Node, Not, Rule, TraitCondition
from .vocabulary import Trait, Vocabulary

DEEPEST = 10
MOST_PARTS = 200
MOST_VALUES_IN_ALL = 5_000


def parse(tree: object, vocabulary: Vocabulary) -> Rule:
    """The rule that decoded JSON spells. Raises RuleInvalid."""
    return Rule(Parser(vocabulary).node(tree, "", 1), vocabulary)


class Parser:
    """Reads one tree and counts how large it is."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.parts = self.values = 0

    def node(self, tree: object, pointer: str, depth: int) -> Node:
        """A part of the tree that stands at the pointer."""
        self.parts += 1
        if depth > DEEPEST:
            raise RuleInvalid(
                pointer, format_lazy(_("Nest conditions at most {count} deep: simplify the rule."), count=DEEPEST)
            )
        if self.parts > MOST_PARTS:
            raise RuleInvalid(
                pointer, format_lazy(_("Use at most {count} conditions: simplify the rule."), count=MOST_PARTS)
            )
        if not isinstance(tree, dict):
            raise RuleInvalid(pointer, _("Write an object here: all, any, not, or a condition on a trait."))
        return self.branch(tree, pointer, depth) or self.condition(tree, pointer)

    def branch(self, tree: dict[str, Any], pointer: str, depth: int) -> Node | None:
        """A group or its opposite, if that is what it is."""
        for word in ("all", "any", "not"):
            if word in tree:
                only(tree, {word}, pointer)
                inside = f"{pointer}/{word}"
                if word == "not":
                    return Not(self.node(tree[word], inside, depth + 1))
                return Group(word == "all", self.group(tree[word], inside, depth))
        return None

    def group(self, parts: object, pointer: str, depth: int) -> tuple[Node, ...]:
        """The parts of a group, at least one."""
        if not isinstance(parts, list) or not parts:
            raise RuleInvalid(pointer, _("Write a list of conditions here, with at least one."))
        return tuple(self.node(part, f"{pointer}/{place}", depth + 1) for place, part in enumerate(parts))

    def condition(self, tree: dict[str, Any], pointer: str) -> TraitCondition:
        """A condition on a trait."""
        trait = self.trait(tree, pointer)
        operator = asked(trait, tree.get("is"), f"{pointer}/is" if "is" in tree else pointer)
        only(tree, {"trait", "is"} | MEMBERS.get(operator.takes, {"value"}), pointer)
        value, written = read(trait, operator, tree, pointer)
        self.count_values(value, pointer)
        return TraitCondition(trait, operator, value, written, type(value[0] if isinstance(value, tuple) else value))

    def trait(self, tree: dict[str, Any], pointer: str) -> Trait:
        """The trait that a condition names."""
        if "trait" not in tree:
            raise RuleInvalid(pointer, _("Say what the condition is about: all, any, not or trait."))
        name = tree["trait"]
        found = self.vocabulary.trait(name) if isinstance(name, str) else None
        if found is None:
            raise RuleInvalid(
                f"{pointer}/trait",
                _("A rule cannot name this trait. Choose a field, or a trait without signs like $ or . in its name."),
            )
        if not self.vocabulary.mask.sees(found.name):
            raise RuleInvalid(
                f"{pointer}/trait",
                format_lazy(
                    _("Your role does not see “{trait}” in full, so no filter can ask about it."), trait=found.label
                ),
            )
        return found

    def count_values(self, value: Any, pointer: str) -> None:
        """Keep the whole rule small enough for every engine."""
        self.values += len(value) if isinstance(value, tuple) else 1
        if self.values > MOST_VALUES_IN_ALL:
            raise RuleInvalid(
                f"{pointer}/value",
                format_lazy(_("Compare with at most {count} values in one rule."), count=MOST_VALUES_IN_ALL),
            )


MEMBERS = {Takes.NOTHING: frozenset[str](), Takes.SPAN: frozenset({"value", "unit"})}


def asked(trait: Trait, code: object, pointer: str) -> Operator:
    """The operator of a code, if it suits the trait."""
    suitable = OPERATORS[trait.kind]
    found = suitable.get(code) if isinstance(code, str) else None
    if found is None:
        raise RuleInvalid(
            pointer,
            format_lazy(
                _("{trait} can be asked with these operators: {operators}. Choose one of them."),
                trait=trait.label,
                operators=", ".join(suitable),
            ),
        )
    return found


def only(tree: dict[str, Any], allowed: set[str] | frozenset[str], pointer: str) -> None:
    """Refuse members that mean nothing here."""
    if unknown := [str(name) for name in tree if name not in allowed]:
        raise RuleInvalid(
            pointer, format_lazy(_("Remove “{names}”: it means nothing here."), names="”, “".join(unknown))
        )
