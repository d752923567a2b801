"""The pages of quality."""

from .confirming import answer, enter_code, send_code
from .looking import listed, overview, subscribe
from .resolving import item
from .ruling import remove, rules, validator
from .working import many, review

__all__ = [
    "answer",
    "enter_code",
    "item",
    "listed",
    "many",
    "overview",
    "remove",
    "review",
    "rules",
    "send_code",
    "subscribe",
    "validator",
]
