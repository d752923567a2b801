"""Names of fields that a business declares: made of their label, or as sources already send them. Pure."""

import re

from anyascii import anyascii

from regulars.base.fields import errors
from regulars.base.fields.errors import FieldRefused
from regulars.base.fields.known import Known, camel_case

LONGEST = 60
SNAKE = re.compile(r"[a-z][a-z0-9_]*")
ADOPTED = re.compile(r"[^\W\d](?:[\w -]{0,98}[\w])?")
"""What sources send and rules can name: words without the signs of a path."""
# Columns of the lake's customers, identifiers, and what calls and records keep beside traits.
KEPT = frozenset(
    "customer_key kind other position deleted root key batch source row consent address traits context properties"
    " add purposes anonymous_id device_id push_token user_id external_id member_card household all any not".split()
)


def name_for(label: str) -> str:
    """A name in snake case from a label in any script; empty if no letter of it can be written so."""
    words = re.findall(r"[a-z0-9]+", anyascii(label).lower())
    return "_".join(words)[:LONGEST].strip("_").lstrip("0123456789_")


def may_adopt(name: str) -> bool:
    """Whether what sources send under this name can be declared; a name like a number or an address is a value."""
    return bool(ADOPTED.fullmatch(name)) and name not in KEPT and sum(letter.isdigit() for letter in name) < 6


def check_name(name: str, known: Known, *, adopted: bool = False) -> None:
    """Raises FieldRefused for a name that is malformed, kept by Regulars, or taken by another field's spelling."""
    if not name:
        raise FieldRefused("name", errors.NO_NAME)
    if not (ADOPTED if adopted else SNAKE).fullmatch(name):
        raise FieldRefused("name", errors.NAME_SHAPE)
    if name in KEPT or camel_case(name) in map(camel_case, KEPT):
        raise FieldRefused("name", errors.NAME_KEPT, name=name)
    if name in known.canonical or camel_case(name) in known.canonical:
        raise FieldRefused("name", errors.NAME_TAKEN, name=name)
