"""What of a customer somebody sees: a field whole, masked or not at all by its sensitivity, and whose customers.

Plain values: who signs in (or which program asks) decides them once, and every query that reads customers takes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from regulars.base.fields.enums import Sensitivity
from regulars.base.fields.queries import find_field

DOTS = "•••"


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

    def value(self, name: str, value: Any) -> Any:
        """A value as it may be shown: itself, masked text, or None."""
        shown = self.of(name)
        if shown is Shown.WHOLE or value in (None, ""):
            return value
        return masked(value) if shown is Shown.MASKED else None

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


def sensitivity(name: str) -> Sensitivity:
    """How sensitive a field or an identifier of this type is."""
    field = find_field(name)
    return field.sensitivity if field else IDENTIFIER_SENSITIVITY.get(name, Sensitivity.CONFIDENTIAL)


def masked(value: Any) -> str:
    """Enough of a value to recognise it by: s•••@gmail.com, +66•••78, S••• J•••. Of what is no text, nothing."""
    if not isinstance(value, str):
        return DOTS
    name, at, host = value.rpartition("@")
    if at:
        return f"{name[:1]}{DOTS}@{host}"
    if value.startswith("+") and len(value) > 8:
        return f"{value[:3]}{DOTS}{value[-2:]}"
    return " ".join(f"{word[0]}{DOTS}" for word in value.split()) or DOTS
