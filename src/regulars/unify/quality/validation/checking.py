"""The one door to all checks: by a field's type and name."""

from collections.abc import Callable

from .verdict import Finding, Verdict

Check = Callable[[object, str | None], Finding]

CHECKS: dict[str, Check] = {}


def check(field: str, value: object, region: str | None = None) -> Finding:
    """What is to be said of a value of this field; `region` is the country whose numbers and addresses are meant."""
    look = CHECKS.get(field)
    return look(value, region) if look else Finding(Verdict.FINE, value)
