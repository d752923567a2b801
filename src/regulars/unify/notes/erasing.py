"""What notes and files hold about a person who is erased: theirs go, and others' notes no longer name them."""

import re
from collections.abc import Collection

from django.db import transaction

from regulars.base.fields.masks import DOTS
from regulars.unify.facts.refused import NATIONAL, names
from regulars.unify.facts.registries import Erased, PersonalHolder

from . import storage
from .models import CustomerFile, Note, NoteVersion

BETWEEN_DIGITS = r"[\s().\-/\u2010-\u2015]*"


def erase(erased: Erased) -> None:
    """Delete what is filed under these keys; files are unlinked once the erasure is committed."""
    files = CustomerFile.objects.filter(key__in=erased.keys)
    tokens = list(files.values_list("token", flat=True))
    files.delete()
    Note.objects.filter(key__in=erased.keys).delete()
    scrub({identifier.ident.value for identifier in erased.identifiers})
    transaction.on_commit(lambda: storage.unlink(tokens))


def scrub(values: Collection[str]) -> None:
    """Take these values out of everybody else's notes and names of files, however they are written there."""
    for model, column in ((Note, "text"), (NoteVersion, "text"), (CustomerFile, "name")):
        naming = [(pk, text) for pk, text in model.objects.values_list("pk", column).iterator() if names(text, values)]
        for pk, text in naming:
            model.objects.filter(pk=pk).update(**{column: without(text, values)})


def without(text: str, values: Collection[str]) -> str:
    """A text in which dots stand for the values; all of it where one stays in a spelling that cannot be cut out."""
    for value in sorted(values, key=len, reverse=True):
        text = re.sub(re.escape(value), DOTS, text, flags=re.IGNORECASE)
        if value.startswith("+"):
            digits = BETWEEN_DIGITS.join(value[-NATIONAL:])
            text = re.sub(rf"\+?(?:\d{BETWEEN_DIGITS})*{digits}", DOTS, text)
    return DOTS if names(text, values) else text


HOLDER = PersonalHolder(
    app="notes", tables=frozenset({"note", "note_version", "note_mention", "customer_file"}), erase=erase
)
