"""The plug of the audit trail, for apps that lie below it: the trail registers itself at start."""

from collections.abc import Callable
from typing import Any

writers: list[Callable[..., Any]] = []


def note(action: str, *, actor: str, **about: Any) -> None:
    """Add a line to the audit trail; `about` is what `audit.services.record` takes. Raises LookupError without one."""
    if not writers:
        raise LookupError("No audit trail has registered itself.")
    for write in writers:
        write(action, actor=actor, **about)
