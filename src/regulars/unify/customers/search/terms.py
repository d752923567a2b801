"""The terms that words are found by: beginnings, fragments and sounds, each marked with its field.

Plain cuts of a word that depend on no table, so that a document's terms can be told again from its stored words. Every
question is asked in whole terms: no index has to look through all terms with a common beginning.
"""

from collections.abc import Iterator
from functools import lru_cache

from .enums import Field, Form
from .words import Word, word

BEGINNINGS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16)
"""The lengths of beginnings that have a term; what is typed further is compared with the word itself."""
GRAM = 3
LAST = 4
PAIR = 2
_NEAR = str.maketrans({"ี": "ิ", "ื": "ึ", "ู": "ุ", "ๅ": "า", "آ": "ا", **dict.fromkeys("็่้๊๋์ํ๎")})
FIRST_HAN, LAST_HAN = "\u3400", "\u9fff"


def terms_text(stored: str) -> str:
    """The terms of a document's stored words, each once, with a space between."""
    return " ".join({term for one in stored.split(" ") if one for term in terms_told(one)})


@lru_cache(maxsize=131_072)
def terms_told(stored: str) -> tuple[str, ...]:
    """The terms of one stored word: names come again and again."""
    return tuple(terms(word(stored)))


def terms(one: Word) -> Iterator[str]:
    """The terms that find a word."""
    field, form, text = one
    if form == Form.WHOLE:
        yield whole(field, near(text))
    elif form in {Form.WORD, Form.READING}:
        yield from beginnings(field, near(text))
        if form == Form.WORD:
            yield from [fragment(field, piece) for piece in pieces(text)]
            yield from last_digits(field, text)
    elif form == Form.DIGITS:
        mark = fragment(field, "")
        yield from [mark + piece for piece in grams(text, GRAM)]
        yield from last_digits(field, text)
    elif form == Form.DOMAIN:
        yield from (domain(field, one) for one in (text, text.partition(".")[0]))
    elif form == Form.SOUND:
        yield from (sound(field, text[:size]) for size in range(GRAM, len(text) + 1))
    else:
        yield spelling(field, text)


@lru_cache(maxsize=65_536)
def near(text: str) -> str:
    """A word without Thai tones and the length of vowels, and with one alef: what people leave out as they type."""
    return text if text.isascii() else text.translate(_NEAR).replace("เเ", "แ")


def beginnings(field: Field, text: str) -> list[str]:
    """The beginnings of a word that have a term."""
    length = len(text)
    return [field + text[:size] for size in BEGINNINGS if size <= length]


def beginning(field: Field, text: str) -> str:
    """The term of the longest beginning of what is typed."""
    return f"{field}{text[: max(size for size in BEGINNINGS if size <= len(text))]}"


def grams(text: str, size: int) -> set[str]:
    """Every run of so many characters."""
    return {text[start : start + size] for start in range(len(text) - size + 1)}


def pieces(text: str) -> set[str]:
    """The characters of a Chinese word, and each two neighbours."""
    return grams(text, 1) | grams(text, PAIR) if is_han(text) else set()


def last_digits(field: Field, text: str) -> Iterator[str]:
    """The last four of a number or card."""
    if field in {Field.PHONE, Field.CARD} and len(text) > LAST:
        yield last(field, text[-LAST:])


def is_han(text: str) -> bool:
    """Whether a word is Chinese."""
    return all(FIRST_HAN <= character <= LAST_HAN for character in text)


def whole(field: Field, text: str) -> str:
    """The term of a whole value."""
    return f"{field}={text}"


def fragment(field: Field, text: str) -> str:
    """The term of a piece from anywhere in a word."""
    return f"{field}~{text}"


def last(field: Field, text: str) -> str:
    """The term of the last digits."""
    return f"{field}${text}"


def domain(field: Field, text: str) -> str:
    """The term of an address's domain."""
    return f"{field}@{text}"


def sound(field: Field, text: str) -> str:
    """The term of the beginning of a sound key of a Thai or Persian word; its first letter marks the script."""
    return f"{field}%{text}"


def spelling(field: Field, text: str) -> str:
    """The term of the sound key of a Latin word."""
    return f"{field}&{text}"
