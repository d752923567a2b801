"""What doors and road refused, when somebody it names is erased."""

import re
from collections.abc import Collection
from urllib.parse import unquote_plus

from regulars.base.fields.digits import to_ascii

from .models import Refusal, Rejected

AT_ONCE = 500
NATIONAL = 8
"""Digits of a phone number that are the same with and without its country."""

ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def forget_refused(values: Collection[str]) -> None:
    """Delete refused items that name one of the values, however it is written, and message ids that hold one."""
    naming = [row.pk for row in Rejected.objects.iterator() if names(row.body + " " + row.message_id, values)]
    for start in range(0, len(naming), AT_ONCE):
        Rejected.objects.filter(pk__in=naming[start : start + AT_ONCE]).delete()
    for value in values:
        Refusal.objects.filter(message_id__icontains=value).update(message_id="")


def names(text: str, values: Collection[str]) -> bool:
    """Whether a text names a value: as it is, percent-encoded, as JSON escapes, or a number with other marks."""
    plain = unquote_plus(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)).casefold()
    numbers = "".join(character for character in to_ascii(plain) if character.isdigit())
    return any(
        value.casefold() in plain or (value.startswith("+") and value[-NATIONAL:] in numbers) for value in values
    )
