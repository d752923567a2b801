"""The few drawings that stand beside words: one sprite, drawn by us."""

from typing import Literal, get_args

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

Icon = Literal["add", "away", "back", "calendar", "check", "close", "copy", "down", "file", "further", "more", "search"]
NAMES: tuple[str, ...] = get_args(Icon)
SPRITE = "web/icons.svg"


def drawn(name: Icon) -> SafeString:
    """An icon, hidden from screen readers: the words beside it say what it means."""
    if name not in NAMES:
        raise LookupError(f"There is no icon {name}: {', '.join(NAMES)}.")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static(SPRITE), name)
