"""Takes out of free JSON and texts what somebody may not see of a person: by name, by shape, and by what is known.

Events, notes and what sources send are nobody's fields, yet they repeat them: a property is masked where it is called
like a field, and a text where it holds an address, a number, or a value that is known of this very person.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .masks import DOTS, IDENTIFIER_SENSITIVITY, Mask, Shown
from .queries import canonical_trait, find_field

EMAIL = re.compile(r"[^\s@<>\"'(),;:=/?&]+(?:@|%40)[^\s@<>\"'(),;:=/?&]+\.[^\W\d_]{2,}", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w.])(?:\+|%2B|00|0)[1-9](?:[\s().\-/]*\d){6,13}(?!\w)", re.IGNORECASE)
OF_A_THING = {"product_id", "productId", "sku", "price", "promotion_id", "list_id", "cart_id", "coupon_id", "file"}
"""Beside one of these, `name` and `id` are a thing's."""
NAMES_OF_THINGS = {"name", "id"}
NAMES = {"name", "first_name", "middle_name", "last_name", "nickname", "username"}
SHORTEST = 3
DEEPEST = 20
Known = Iterable[tuple[str, Any]]


@dataclass(frozen=True)
class Redactor:
    """What of one person has to go; `known` are (field or identifier type, value) pairs of theirs."""

    mask: Mask
    known: tuple[tuple[str, Any], ...] = field(default=())

    @cached_property
    def hidden_names(self) -> frozenset[str]:
        """The fields of theirs that are not seen whole."""
        return frozenset(name for name, _ in self.known if not self.mask.sees(name))

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """What is taken out of texts."""
        shapes = [shape for name, shape in (("email", EMAIL), ("phone", PHONE)) if not self.mask.sees(name)]
        written = {text for name, value in self.known if not self.mask.sees(name) for text in texts(name, value)}
        if written:
            ordered = sorted(written, key=lambda text: (-len(text), text))
            shapes.append(re.compile("|".join(map(whole_word, ordered)), re.IGNORECASE))
        return tuple(shapes)

    def text(self, text: str) -> str:
        """A text with dots for what may not be seen."""
        for pattern in () if self.mask.is_whole else self.patterns:
            text = pattern.sub(DOTS, text)
        return text

    def properties(self, properties: Mapping[str, Any], *, of_a_thing: bool = False) -> dict[str, Any]:
        """Properties as they may be shown; `of_a_thing`: their name and id are not a person's."""
        if self.mask.is_whole:
            return dict(properties)
        found = self.json(properties, 0, of_a_thing=of_a_thing)
        return found if isinstance(found, dict) else {}

    def json(self, value: Any, depth: int, *, of_a_thing: bool = False) -> Any:
        """Any JSON value as it may be shown."""
        if depth > DEEPEST:
            return DOTS
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.json(each, depth + 1) for each in value]
        if not isinstance(value, Mapping):
            return self.number(value)
        thing = of_a_thing or not OF_A_THING.isdisjoint(value)
        shown = ((name, self.named(name, each, depth, thing)) for name, each in value.items())
        return {self.text(name): each for name, (is_shown, each) in shown if is_shown}

    def named(self, name: str, value: Any, depth: int, thing: bool) -> tuple[bool, Any]:
        """Whether a property is shown, and as what."""
        trait = canonical_trait(name)
        if trait in NAMES_OF_THINGS and thing:
            return True, self.json(value, depth + 1)
        is_field = find_field(trait) or trait in IDENTIFIER_SENSITIVITY or trait in self.hidden_names
        shown = self.mask.of(trait) if is_field else Shown.WHOLE
        if shown is Shown.WHOLE or value is None:
            return True, self.json(value, depth + 1)
        return shown is Shown.MASKED, DOTS if isinstance(value, Mapping | list) else self.mask.value(trait, value)

    def number(self, value: Any) -> Any:
        """A number, unless it is one of theirs."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        return value if self.text(str(value)) == str(value) else DOTS


def texts(name: str, value: Any) -> Iterable[str]:
    """How a value may stand in a text: whole, the words of a name, a number without its country."""
    for one in value if isinstance(value, list) else [value]:
        text = str(one).strip() if isinstance(one, str | int | float) and not isinstance(one, bool) else ""
        parts = [text, *(text.split() if name in NAMES else ())]
        if name in {"phone", "whatsapp"} and len(text) > 9:
            parts += [text.lstrip("+"), f"0{text[3:]}"]
        yield from (part for part in parts if tells(part, is_text=isinstance(one, str)))


def tells(text: str, *, is_text: bool) -> bool:
    """Whether a text is long enough to be somebody's rather than anything's."""
    return len(text) >= (SHORTEST if text.isascii() else 2) if is_text else len(text) >= 5


def whole_word(text: str) -> str:
    """A pattern for a text that is not a piece of another word, in scripts that part words."""
    before = r"(?<![A-Za-z0-9])" if text[0].isascii() and text[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if text[-1].isascii() and text[-1].isalnum() else ""
    return before + re.escape(text) + after
