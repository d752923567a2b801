"""What is kept of a value so that it is found: words, each with the field it stands in and its form.

The one place that knows writing systems, for what is stored and for what is asked. `terms` takes words apart further.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, product
from typing import NamedTuple

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from regulars.unify.identity.names import chinese, sounds
from regulars.unify.identity.names.parsing import Script

from .enums import Field, Form
from .folding import Written, compact, in_ascii, written

MOST_WORDS = 12
MOST_READINGS = 4
LONGEST_HAN_NAME = 4
SHORTEST_PART = 2
REGION_DIGITS = (1, 2, 3)
SPOKEN = frozenset({Field.NAME, Field.COMPANY})
FIELDS = {field.value: field for field in Field}
FORMS = {form.value: form for form in Form}


class Word(NamedTuple):
    """A piece of a value: nothing in it ends a term (space or quote)."""

    field: Field
    form: Form
    text: str

    def __str__(self) -> str:
        return f"{self.field}{self.form}{self.text}"


def read(stored: str) -> list[Word]:
    """The words of a document as they are stored, one beside the other with a space between."""
    return [word(one) for one in stored.split(" ") if one]


def word(stored: str) -> Word:
    """One word as it is stored."""
    return Word(FIELDS[stored[0]], FORMS[stored[1]], stored[2:])


def words_of(field: Field, value: str) -> Iterator[Word]:
    """The words of a value of a field."""
    for form, text in READERS.get(field, identifier)(value):
        yield Word(field, form, text)


def stored_words(field: Field, value: str) -> Sequence[str]:
    """The words of a value of a field as they are stored; of a key all that there is."""
    if field in SPOKEN:
        return stored_name(field, value)
    if field is Field.KEY:
        return [field + Form.WHOLE + value]
    return [field + form + text for form, text in READERS.get(field, identifier)(value)]


@lru_cache(maxsize=65_536)
def stored_name(field: Field, name: str) -> tuple[str, ...]:
    """The words of a name, which come again and again."""
    return tuple(field + form + text for form, text in spoken(name))


@lru_cache(maxsize=65_536)
def spoken(name: str) -> tuple[tuple[Form, str], ...]:
    """A name: its words, how they are spelled in Latin letters, how they sound, and all of it in any order."""
    found = written(name)[:MOST_WORDS]
    forms = [(Form.WORD, word.text) for word in found]
    if found:
        forms.append((Form.WHOLE, whole(found)))
    for word in found:
        forms.extend(other_forms(word))
    for one in joined(found):
        forms.append((Form.READING, one.text))
        forms.extend(sound_keys(one))
    return tuple(dict.fromkeys(forms))


def whole(found: tuple[Written, ...]) -> str:
    """A name's words in an order of their own."""
    return "_".join(sorted(word.text for word in found))


def joined(found: tuple[Written, ...]) -> Iterator[Written]:
    """Neighbours of one script written as one word: Alireza, wangwei."""
    for script, run in groupby(found, key=lambda word: word.script):
        texts = [word.text for word in run]
        if len(texts) > 1:
            yield Written(script, "".join(texts))


def other_forms(word: Written) -> Iterator[tuple[Form, str]]:
    """How a word is spelled in Latin letters, and its sound keys."""
    if word.script == Script.HAN:
        yield from ((Form.READING, text) for text in romanized(word.text))
        return
    if word.script == Script.LATIN and (latin := in_ascii(word.text)) not in {"", word.text}:
        yield Form.READING, latin
    yield from sound_keys(word)


def sound_keys(word: Written) -> Iterator[tuple[Form, str]]:
    """How a word sounds: of a Thai or Persian one its beginnings are found too."""
    form = Form.SOUND if word.script in sounds.NATIVE else Form.SPELLING
    yield from ((form, key) for key in sounds.keys(word.script, word.text))


@lru_cache(maxsize=65_536)
def romanized(han: str) -> tuple[str, ...]:
    """A Chinese name in pinyin from each syllable on, its initials, and its family name in other spellings.

    What is longer than a name (a company) is spelled whole and by the syllable.
    """
    is_name = len(han) <= LONGEST_HAN_NAME
    options = [chinese.readings(character) if is_name else chinese.readings(character)[:1] for character in han]
    found: list[str] = []
    for _, syllables in zip(range(MOST_READINGS), product(*options), strict=False):
        starts = range(len(syllables)) if is_name else (0,)
        found += ["".join(syllables[start:]) for start in starts]
        found += ["".join(syllable[:1] for syllable in syllables)] if len(han) > 1 else []
        found += [] if is_name else syllables
    if is_name:
        found += [spelled[0] for spelled in chinese.spellings(han) if spelled]
    return tuple(text for text in dict.fromkeys(found) if text.isalnum())


def phone(value: str) -> Iterator[tuple[Form, str]]:
    """A number in E.164, and as it is dialled in its country."""
    plain = compact(value)
    digits = "".join(character for character in plain if character.isdecimal())
    if digits:
        yield Form.WHOLE, digits
        yield Form.DIGITS, digits
    if plain.startswith("+") and (national := without_country(digits)):
        yield Form.WHOLE, f"0{national}"
        yield Form.DIGITS, f"0{national}"


def without_country(digits: str) -> str:
    """The digits of an international number behind its country code; empty if there is no such country."""
    for size in REGION_DIGITS:
        if int(digits[:size] or 0) in COUNTRY_CODE_TO_REGION_CODE:
            return digits[size:]
    return ""


def email(value: str) -> Iterator[tuple[Form, str]]:
    """An address, the words of its local part, and its domain."""
    plain = compact(value)
    local, _, domain = plain.partition("@")
    yield Form.WHOLE, plain
    yield Form.WORD, plain
    yield from ((Form.WORD, part) for part in (local, *parts(local)) if part)
    if domain:
        yield Form.DOMAIN, domain


def identifier(value: str) -> Iterator[tuple[Form, str]]:
    """A card's number or an id of any make, and its words."""
    plain = compact(value)
    if not plain:
        return
    yield Form.WHOLE, plain
    yield Form.WORD, plain
    bare = "".join(character for character in plain if character.isalnum())
    if bare and bare != plain:
        yield Form.WORD, bare
    yield from ((Form.WORD, part) for part in parts(plain))


def parts(plain: str) -> list[str]:
    """The words within an address or id, unless it is one word."""
    found = [word.text for word in written(plain)]
    return [part for part in found[:MOST_WORDS] if len(part) >= SHORTEST_PART] if len(found) > 1 else []


READERS: dict[Field, Callable[[str], Iterable[tuple[Form, str]]]] = {
    Field.NAME: spoken,
    Field.COMPANY: spoken,
    Field.PHONE: phone,
    Field.EMAIL: email,
}
