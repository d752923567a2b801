"""Why a row was left out, in the reader's language."""

from django.utils.translation import gettext_lazy

from .mapping.troubles import sentence

ROAD = {
    "suppressed": gettext_lazy("This customer was erased. Only what they do themselves brings them back."),
    "plan": gettext_lazy("The tracking plan of this source keeps such rows out."),
    "withdrawn": gettext_lazy("The import was cancelled before this row."),
    "unreadable": gettext_lazy("This row cannot be read."),
    "failed": gettext_lazy("This row could not be stored; the log says why."),
    "empty": gettext_lazy("Nothing in this row is matched with a field."),
}


def reason_sentence(code: str, target: str = "") -> str:
    """What is wrong, and what to do."""
    return str(ROAD[code]) if code in ROAD else sentence(code, target)
