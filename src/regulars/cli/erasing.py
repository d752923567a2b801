"""Carries out an erasure and reports on it."""

from typing import Any

from regulars.base.fields.masks import DOTS, Mask
from regulars.protect.privacy.queries import erasures
from regulars.protect.privacy.services import erase_customer
from regulars.unify.road.waiting import COMMAND_SECONDS, carry_out, handed_in


def erase_now(key: int, actor: str, mask: Mask) -> dict[str, Any]:
    """Hide and suppress; what went, what stays, and how far the last bytes are. Raises CustomerUnknown."""
    preview, inbox_id = erase_customer(key, actor=actor)
    handed = handed_in(inbox_id)
    if handed is not None:
        carry_out(handed, patience=COMMAND_SECONDS)
    done = next((one for one in erasures() if one.root == preview.root), None)
    return {
        "root": str(preview.root),
        "position": done and done.position,
        "state": done and done.state,
        "erased": [outline(mask, *one) for one in preview.erased],
        "kept": [outline(mask, *one) for one in preview.kept],
    }


def outline(mask: Mask, key: int, type_: str, value: str) -> dict[str, str]:
    """An identifier with what is seen of its value."""
    return {"key": str(key), "type": type_, "value": mask.value(type_, value) or DOTS}
