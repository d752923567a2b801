"""The fields that are searched, and the forms in which their values are kept."""

from enum import StrEnum


class Field(StrEnum):
    """A searchable field, by the letter that marks it in the index; KEY stands for the keys of a customer."""

    NAME = "n"
    COMPANY = "c"
    EMAIL = "e"
    PHONE = "p"
    CARD = "k"
    ID = "i"
    KEY = "#"


class Form(StrEnum):
    """What a word is of its value: all of it, a part as written, or a part as somebody else would write it."""

    WHOLE = "="
    WORD = "w"
    READING = "r"
    DIGITS = "d"
    DOMAIN = "@"
    SOUND = "s"
    SPELLING = "l"


NAMES = {
    "name": Field.NAME,
    "company": Field.COMPANY,
    "email": Field.EMAIL,
    "phone": Field.PHONE,
    "card": Field.CARD,
    "id": Field.ID,
}
"""The fields by the names under which callers allow them and hits report them."""
NAME_OF = {field: name for name, field in NAMES.items()}
