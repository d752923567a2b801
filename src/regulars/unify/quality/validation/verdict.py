"""What is said of a value."""

from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """Repaired: a better form was found, the original is kept. Doubtful: kept as it is, and flagged."""

    FINE = "fine"
    REPAIRED = "repaired"
    DOUBTFUL = "doubtful"


class Finding(NamedTuple):
    """`value` is what to go by; `code` says why it is not fine ("" if it is); `suggestion` is what may be meant."""

    verdict: Verdict
    value: object
    code: str = ""
    suggestion: str = ""


def fine(value: object) -> Finding:
    """Nothing to say."""
    return Finding(Verdict.FINE, value)


def repaired(value: object, code: str) -> Finding:
    """This is how it should be written."""
    return Finding(Verdict.REPAIRED, value, code, str(value))


def doubtful(value: object, code: str, suggestion: str | None = "") -> Finding:
    """Kept as it is."""
    return Finding(Verdict.DOUBTFUL, value, code, suggestion or "")
