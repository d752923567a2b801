"""What a column can mean in a file of each kind, for the page that offers it and the guess that chooses it."""

from dataclasses import dataclass

from django.utils.functional import Promise

from regulars.collect.files.mapping.columns import Kind


@dataclass(frozen=True, slots=True)
class Target:
    """One meaning: `code` as `Column.target` holds it, what it is called, and the group it is offered in."""

    code: str
    label: str | Promise
    group: str | Promise
    is_required: bool = False
    type: str = "text"


def targets(kind: Kind) -> tuple[Target, ...]:
    """Every meaning a column of such a file can have, in the order in which they are offered."""
    return ()
