"""What saved views hold about a person who is erased: conditions and searches that name one of their values."""

import json
from collections.abc import Collection
from typing import Any

from regulars.unify.facts.refused import names
from regulars.unify.facts.registries import Erased, PersonalHolder

from .models import SavedView

SHORTEST = 5


def erase(erased: Erased) -> None:
    """Take these conditions out; a value in a list goes alone."""
    values = {identifier.ident.value for identifier in erased.identifiers}
    for row in SavedView.objects.exclude(asked={}):
        kept = without(row.asked, values)
        if kept != row.asked:
            SavedView.objects.filter(pk=row.pk).update(asked=kept)


def tells(value: Any, values: Collection[str]) -> bool:
    """Whether a value is one of these, or has a long one in it: short ones stand in many a word."""
    text = str(value)
    return text in values or names(text, [one for one in values if len(one) >= SHORTEST])


def without(asked: dict[str, Any], values: Collection[str]) -> dict[str, Any]:
    """The parts of a view that name nobody of these."""
    kept = {name: text for name, text in asked.items() if name == "rule" or not tells(text, values)}
    if kept.get("rule"):
        tree = pruned(json.loads(str(kept["rule"])), values)
        kept["rule"] = json.dumps(tree, ensure_ascii=False, separators=(",", ":")) if tree else ""
    return {name: text for name, text in kept.items() if text}


def pruned(tree: dict[str, Any], values: Collection[str]) -> dict[str, Any] | None:
    """A rule without what names one of these; None if nothing is left of it."""
    for word in ("all", "any"):
        if word in tree:
            parts = [part for one in tree[word] if (part := pruned(one, values))]
            return {word: parts} if parts else None
    if "not" in tree:
        inner = pruned(tree["not"], values)
        return {"not": inner} if inner else None
    value = tree.get("value")
    if isinstance(value, list):
        left = [one for one in value if not tells(one, values)]
        return {**tree, "value": left} if left else None
    return None if tells(value, values) else tree


HOLDER = PersonalHolder(app="customers", tables=frozenset({"saved_view"}), erase=erase)
