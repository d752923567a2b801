"""A customer's key as files carry it: behind the mark of this database, so that another's is not taken for ours.

The mark stands first: then right-to-left text does not turn the two round. It has no vowels: it is no word, no day and
no number to a spreadsheet.
"""

import re

from regulars.base import vault

HEAD = "Regulars ID"
"""What files call the column, in every language, so that it is known when it comes back."""
LETTERS = "bcdfghjklmnpqrstvwxz"
LENGTH = 5
LARGEST = 2**63 - 1
_MARKED = re.compile(rf"([{LETTERS}]{{{LENGTH}}})-([0-9]{{1,19}})")


def mark() -> str:
    """The mark of this database, by the key of its data folder. Raises VaultLocked."""
    number = int.from_bytes(vault.keyed_hash("customer.key", b"mark"))
    return "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(LENGTH))


def marked(key: int) -> str:
    """A key as a file carries it."""
    return f"{mark()}-{key}"


def key_in(text: str) -> int | None:
    """The key of ours that a text is; without a mark it is taken as ours. None for any other text."""
    found = _MARKED.fullmatch(text.casefold())
    plain = found[2] if found and found[1] == mark() else text
    return int(plain) if plain.isascii() and plain.isdecimal() and int(plain) <= LARGEST else None


def is_foreign(text: str) -> bool:
    """Whether a text is a key of another database."""
    found = _MARKED.fullmatch(text.casefold())
    return found is not None and found[1] != mark()
