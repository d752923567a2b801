"""What privacy and the ground floor hold about a person who is erased."""

import re
from collections.abc import Collection
from urllib.parse import unquote_plus

from regulars.base.audit.services import erase_texts
from regulars.base.fields.digits import to_ascii
from regulars.unify.facts import sql
from regulars.unify.facts.models import Refusal, Rejected
from regulars.unify.facts.registries import Erased, PersonalHolder

from .suppression import suppress

AT_ONCE = 500
NATIONAL = 8
"""Digits of a phone number that are the same with and without its country."""

ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def erase(erased: Erased) -> None:
    """Suppress the identifiers, note the erasure, and forget free text and refused items that name the person."""
    suppress(erased)
    sql.run(
        "INSERT INTO erasure (position, root, keys, erased_at, finished_at) VALUES (%s, %s, %s, %s, NULL)",
        erased.position,
        erased.root,
        len(erased.identifiers),
        erased.erased_at,
    )
    values = {identifier.ident.value for identifier in erased.identifiers}
    erase_texts(keys=erased.keys, values=values)
    forget_refused(values)


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


HOLDER = PersonalHolder(app="privacy", tables=frozenset({"suppression", "erasure"}), erase=erase)
