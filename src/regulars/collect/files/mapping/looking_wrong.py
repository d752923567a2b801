"""What is readable and still looks wrong: a slip in a domain, a birthday to come, a name typed along the keyboard."""

from collections.abc import Callable
from functools import lru_cache

from regulars.base.fields.enums import Type
from regulars.base.fields.queries import find_field
from regulars.unify.facts.normalize import is_blocked
from regulars.unify.quality.validation import Verdict, check

Judge = Callable[[object], str]
"""The code of what looks wrong about a value in normal form, or ""."""
LOOKED_AT = frozenset({"birthday", "first_name", "middle_name", "last_name", "name", "nickname"})


def judge_of(name: str) -> Judge | None:
    """What looks at the values of a field; None where nobody need."""
    field = find_field(name)
    if field is not None and field.type is Type.EMAIL:
        return address
    return (lambda value: found(name, value)) if name in LOOKED_AT else None


def found(name: str, value: object) -> str:
    """The code of a doubt; what can be repaired is no doubt."""
    finding = check(name, value)
    return finding.code if finding.verdict is Verdict.DOUBTFUL else ""


def address(value: object) -> str:
    """An e-mail address is as doubtful as its domain, which many share, unless it is nobody's."""
    written = str(value)
    return "stands_for_nobody" if is_blocked("email", written) else of_domain(written.rpartition("@")[2])


@lru_cache(maxsize=65_536)
def of_domain(domain: str) -> str:
    """The code of what looks wrong about a domain, or ""."""
    return found("email", f"somebody@{domain}")
