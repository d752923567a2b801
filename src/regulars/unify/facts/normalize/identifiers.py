"""Identifier values: their one form, and values that stand for nobody."""

import re
import unicodedata

from regulars.base.fields import digits
from regulars.unify.facts.normalize.emails import email
from regulars.unify.facts.normalize.phones import phone
from regulars.unify.facts.normalize.texts import text

MAX_LENGTH = 500
# Segment's advice (`^[0-]*$`, -1, null, anonymous) and what SDKs and spreadsheets send when a value is missing.
_PLACEHOLDER = re.compile(
    r"[0\s.-]*|-1|null|none|nil|undefined|nan|n/a|na|#n/a|true|false|\{\}|\[\]|\[object object\]|empty|default"
    r"|anonymous([-_ ]?(id|user))?|(user|device)([-_ ]?id)?|id|unknown|guest|test"
)
_NOBODY = re.compile(
    r"((no|do[-_.]?not)[-_.]?reply|mailer-daemon|null|undefined)@.*"
    r"|test@test\.com|(email|example)@example\.com|a@a\.com|none@none\.com|no@email\.com|noemail@noemail\.com"
)


def is_blocked(type_: str, value: str) -> bool:
    """Whether a normalized value stands for nobody, so that it must never identify anyone."""
    folded = value.casefold()
    return bool(_PLACEHOLDER.fullmatch(folded) or (type_ == "email" and _NOBODY.fullmatch(folded)))


def identifier(type_: str, value: object, region: str | None) -> str | None:
    """The normalized value of an identifier (JSON text or whole number), or None when it is blocked or invalid."""
    written = _written(value)
    if written is None:
        return None
    normalized = _normalized(type_, written, region)
    if normalized is None or len(normalized) > MAX_LENGTH or is_blocked(type_, normalized):
        return None
    return normalized


def _written(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, int) else None


def _normalized(type_: str, written: str, region: str | None) -> str | None:
    if type_ == "email":
        return email(written)
    if type_ == "phone":
        return phone(written, region)
    if type_ == "member_card":
        return _card(written)
    return text(written)


def _card(written: str) -> str:
    plain = digits.to_ascii(unicodedata.normalize("NFKC", text(written)))
    return re.sub(r"[\s-]", "", plain).upper()
