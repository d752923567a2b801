"""What of a customer somebody sees: a field whole, masked or not at all by its sensitivity, and whose customers.

Plain values: who signs in (or which program asks) decides them once, and every query that reads customers takes them.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from regulars.base.fields.enums import Category, Sensitivity, Type
from regulars.base.fields.queries import find_field
from regulars.base.fields.sealing import opened

DOTS = "•••"
SHORTEST = 3
"""A shorter text in Latin letters has nothing of it shown."""


class Shown(Enum):
    """How much of a value is seen."""

    WHOLE = "whole"
    MASKED = "masked"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Mask:
    """How much is seen of each sensitivity. What nobody declared may be anything, so it counts as confidential."""

    identifying: Shown = Shown.WHOLE
    confidential: Shown = Shown.WHOLE
    special: Shown = Shown.WHOLE

    @property
    def is_whole(self) -> bool:
        """Whether everything is seen."""
        return self == WHOLE

    def of(self, name: str) -> Shown:
        """How much is seen of a field, or of an identifier of this type."""
        return self.of_sensitivity(sensitivity(name))

    def of_sensitivity(self, sensitivity: Sensitivity) -> Shown:
        """How much is seen of fields of a sensitivity; ordinary ones are always seen whole."""
        return {
            Sensitivity.IDENTIFYING: self.identifying,
            Sensitivity.CONFIDENTIAL: self.confidential,
            Sensitivity.SPECIAL: self.special,
        }.get(sensitivity, Shown.WHOLE)

    def sees(self, name: str) -> bool:
        """Whether a field is seen whole: only then may it be searched, sorted, filtered by or used in a rule."""
        return self.of(name) is Shown.WHOLE

    def sees_all(self, names: Iterable[str]) -> bool:
        """Whether each of these fields is seen whole."""
        return self.is_whole or all(map(self.sees, names))

    def value(self, name: str, value: Any) -> Any:
        """A value as it may be shown: itself, masked text, or None. What was sealed is opened first."""
        shown = self.of(name)
        if shown is Shown.WHOLE or value is None or value == "":
            return opened(name, value)
        return masked(name, opened(name, value)) if shown is Shown.MASKED else None

    def traits(self, traits: Mapping[str, Any]) -> dict[str, Any]:
        """Traits as they may be shown; hidden ones are absent."""
        return {name: self.value(name, value) for name, value in traits.items() if self.of(name) is not Shown.HIDDEN}


WHOLE = Mask()


@dataclass(frozen=True, slots=True)
class Sight:
    """What of customers somebody sees; `owners` are the ids of colleagues whose customers they are, None: all."""

    mask: Mask
    owners: frozenset[int] | None = None


EVERYTHING = Sight(WHOLE)

IDENTIFIER_SENSITIVITY = {
    "anonymous_id": Sensitivity.ORDINARY,
    "device_id": Sensitivity.ORDINARY,
    "row": Sensitivity.ORDINARY,
    "company": Sensitivity.ORDINARY,
    "household": Sensitivity.ORDINARY,
    "push_token": Sensitivity.IDENTIFYING,
    "user_id": Sensitivity.IDENTIFYING,
    "external_id": Sensitivity.IDENTIFYING,
    "member_card": Sensitivity.IDENTIFYING,
}
CONSENT = "consent."
"""How the answers to "may we?" are named among traits: whoever serves a customer has to know them."""


def sensitivity(name: str) -> Sensitivity:
    """How sensitive a field or an identifier of this type is."""
    if field := find_field(name):
        return field.sensitivity
    if name.startswith(CONSENT):
        return Sensitivity.ORDINARY
    return IDENTIFIER_SENSITIVITY.get(name, Sensitivity.CONFIDENTIAL)


def masked(name: str, value: Any) -> str:
    """Enough of an identifying value to recognise it by: s•••@gmail.com, +66•••78, S••• J•••, 王•••.

    Of what is confidential, chosen from a few, or no text it only says that there is something. Never how long it is.
    """
    field = find_field(name)
    if not isinstance(value, str) or sensitivity(name) is not Sensitivity.IDENTIFYING:
        return DOTS
    if field and field.type not in {Type.TEXT, Type.EMAIL, Type.PHONE, Type.URL}:
        return DOTS
    local, at, host = value.strip().rpartition("@")
    if at and local and host:
        return f"{beginning(local)}@{host}"
    if is_phone(value):
        return f"{value[:3]}{DOTS}{value[-2:]}" if value.startswith("+") else f"{DOTS}{value.strip()[-2:]}"
    if field and field.category == Category.IDENTITY:
        words = value.split()
        return " ".join(map(beginning, (words[0], words[-1]) if len(words) > 1 else words)) or DOTS
    return beginning(value.strip())


def is_phone(value: str) -> bool:
    """Whether a text is a number of so many digits that its ends do not give it away."""
    digits = sum(character.isdigit() for character in value)
    return digits >= 8 and not any(character.isalpha() for character in value)


def beginning(text: str) -> str:
    """The first letter, if that is little of the text; one of two Chinese characters is."""
    if len(text) < (SHORTEST if text[:1].isascii() else 2):
        return DOTS
    first = unicodedata.normalize("NFC", text)[0]
    return f"{first}{DOTS}" if first.isalnum() else DOTS
