"""What somebody asks for: parsed once, as terms to look up in the index and as a judgement of what is found.

Terms find candidates; whether one answers, how well, and by which field is decided on its stored words.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from regulars.unify.identity.names import chinese, sounds
from regulars.unify.identity.names.parsing import Script

from . import terms, words
from .enums import Field, Form
from .expression import Expression, all_of, any_of
from .folding import Written, compact, in_ascii, plain_digits, written
from .words import Word

LONGEST = 200
MOST_ASKED = 6
FEWEST_DIGITS = 3
SHORTEST_DOMAIN = 2
EXACT, NAME, WORD, BEGINNING, SPELLED, SPELLED_BEGINNING, LAST, FRAGMENT, DOMAIN, SOUND = (
    1.0, 0.95, 0.8, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4,
)  # fmt: skip
NAMES = (Field.NAME, Field.COMPANY)
CODES = (Field.EMAIL, Field.CARD, Field.ID)
_PHONE = re.compile(r"[+\d][\d\s().\-/]*")
_TRUNK = re.compile(r"\(0\)|^00")


class Asked(NamedTuple):
    """One part of a question: as a code, as words, and as digits if it has nothing else."""

    code: str
    words: tuple[Written, ...]
    digits: str


class Match(NamedTuple):
    """How well something answers, and by which field."""

    rank: float
    field: Field


class Question(NamedTuple):
    """The whole text, and ways to part it: each way asks for all of its parts."""

    whole: Asked
    ways: tuple[tuple[Asked, ...], ...]


def parse(text: str) -> Question | None:
    """A question as typed, in any script; None if it asks for nothing."""
    text = plain_digits(text[:LONGEST])
    whole = asked(text)
    if not whole.code:
        return None
    if _PHONE.fullmatch(text):
        return Question(whole, ((whole,),))
    parts = tuple(asked(part) for part in text.split()[:MOST_ASKED] if compact(part))
    ways = [parts]
    if len(parts) > 1 and len(whole.words) > 1:
        joined = "".join(word.text for word in whole.words)
        ways.append((asked(joined),))
    return Question(whole, tuple(ways))


def asked(text: str) -> Asked:
    """One part of a question."""
    digits = ""
    if _PHONE.fullmatch(text.strip()):
        digits = "".join(re.findall(r"\d", _TRUNK.sub("", text.strip())))
    # A mark that people may leave out is no word by itself.
    return Asked(compact(text), tuple(word for word in written(text) if terms.near(word.text)), digits)


def exactly(question: Question, fields: Collection[Field]) -> Expression:
    """What finds the values that are equal to the whole question."""
    code, found, digits = question.whole
    return any_of(
        *(terms.whole(field, code) for field in CODES if field in fields),
        *(terms.whole(field, terms.near(words.whole(found))) for field in NAMES if field in fields and found),
        *(terms.whole(field, digits) for field in (Field.PHONE,) if field in fields and digits),
    )


def beginning(question: Question, fields: Collection[Field]) -> Expression:
    """What finds values of which each part begins a word."""
    return any_of(*(all_of(*(begun(part, fields) for part in way)) for way in question.ways))


def begun(part: Asked, fields: Collection[Field]) -> Expression:
    """What finds a word that begins so, or a number that ends so."""
    named = all_of(
        *(any_of(*(terms.beginning(field, terms.near(word.text)) for field in both(fields))) for word in part.words)
    )
    ends = [terms.last(field, part.digits) for field in (Field.PHONE, Field.CARD) if field in fields]
    return any_of(
        named,
        *(terms.beginning(field, part.code) for field in CODES if field in fields),
        *(ends if len(part.digits) == terms.LAST else ()),
    )


def anyhow(question: Question, fields: Collection[Field]) -> Expression:
    """What finds every answer: fragments, other spellings and sounds too."""
    return any_of(*(all_of(*(in_any_way(part, fields) for part in way)) for way in question.ways))


def in_any_way(part: Asked, fields: Collection[Field]) -> Expression:
    """What finds one part in any form."""
    options: list[Expression] = [begun(part, fields)]
    options.append(all_of(*(any_of(*(named(word, field) for field in both(fields))) for word in part.words)))
    if len(part.digits) >= FEWEST_DIGITS and Field.PHONE in fields:
        grams = sorted(terms.grams(part.digits, terms.GRAM))
        options.append(all_of(*(terms.fragment(Field.PHONE, gram) for gram in grams)))
    if Field.EMAIL in fields and len(part.code) >= SHORTEST_DOMAIN:
        options.append(terms.domain(Field.EMAIL, part.code.removeprefix("@")))
    return any_of(*options)


def both(fields: Collection[Field]) -> list[Field]:
    """The allowed fields that hold names."""
    return [field for field in NAMES if field in fields]


def named(word: Written, field: Field) -> Expression:
    """What finds a word of a name by its beginning, a piece of it, another spelling or its sound."""
    options: list[Expression] = [terms.beginning(field, terms.near(word.text))]
    options += [terms.beginning(field, latin) for latin in latin_of(word)]
    if terms.is_han(word.text):
        size = min(len(word.text), terms.PAIR)
        options.append(all_of(*(terms.fragment(field, piece) for piece in sorted(terms.grams(word.text, size)))))
    find = terms.spelling if word.script in sounds.NATIVE else terms.sound
    options += [find(field, key) for key in sounds.keys(word.script, word.text)]
    return any_of(*options)


@lru_cache(maxsize=4_096)
def latin_of(word: Written) -> tuple[str, ...]:
    """How a word that is typed in another script is spelled in Latin letters: Chinese in both orders."""
    if word.script == Script.HAN:
        whole, *_ = words.romanized(word.text) or ("",)
        family, given = (words.romanized(part)[:1] for part in chinese.split(word.text)) if whole else ((), ())
        return tuple(dict.fromkeys([whole, *(b + a for a in family for b in given)])) if whole else ()
    latin = in_ascii(word.text) if word.script == Script.LATIN else ""
    return (latin,) if latin and latin != word.text else ()


def judge(question: Question, found: Iterable[Word], fields: Collection[Field]) -> Match | None:
    """How well a document answers by the allowed fields; None if it does not."""
    allowed = [word for word in found if word.field in fields]
    whole = exact(question.whole, allowed)
    if whole:
        return whole
    matches = [match for way in question.ways if (match := of_way(way, allowed))]
    return max(matches, default=None)


def exact(whole: Asked, found: Sequence[Word]) -> Match | None:
    """Whether one value is all that is asked for."""
    name = terms.near(words.whole(whole.words))
    for field, form, text in found:
        if form == Form.WHOLE and field in NAMES and name and terms.near(text) == name:
            return Match(NAME, field)
        if form == Form.WHOLE and field not in NAMES and text in {whole.code, whole.digits}:
            return Match(EXACT, field)
    return None


def of_way(way: Sequence[Asked], found: Sequence[Word]) -> Match | None:
    """All parts are needed; the weakest tells how good, the first by which field."""
    matches = [max(of_part(part, found), default=None) for part in way]
    if not matches or None in matches:
        return None
    met = [match for match in matches if match]
    return Match(min(match.rank for match in met), met[0].field)


def of_part(part: Asked, found: Sequence[Word]) -> Iterator[Match]:
    """Each way in which one part is met."""
    for word in found:
        if (rank := of_code(part, word)) > 0:
            yield Match(rank, word.field)
    for field in NAMES:
        here = [word for word in found if word.field == field]
        ranks = [max(of_word(word, here), default=0.0) for word in part.words] if here else []
        if ranks and min(ranks) > 0:
            yield Match(min(ranks), field)


def of_code(part: Asked, word: Word) -> float:
    """How well a part is met by a code, a number or a domain; 0 if it is not."""
    field, form, text = word
    if form == Form.DIGITS:
        return of_digits(part.digits, text)
    if form == Form.DOMAIN:
        return (
            DOMAIN
            if len(part.code) >= SHORTEST_DOMAIN and part.code.removeprefix("@") in {text, text.partition(".")[0]}
            else 0.0
        )
    if form == Form.WORD and field in CODES:
        if text.startswith(part.code):
            return WORD if text == part.code else BEGINNING
        if field == Field.CARD and len(part.digits) == terms.LAST and text.endswith(part.digits):
            return LAST
    return 0.0


def of_digits(digits: str, text: str) -> float:
    """How well digits are met by a number."""
    if len(digits) < FEWEST_DIGITS or digits not in text:
        return 0.0
    return LAST if len(digits) >= terms.LAST and text.endswith(digits) else FRAGMENT


def of_word(word: Written, found: Sequence[Word]) -> Iterator[float]:
    """Each way in which a word is met within the words of one field."""
    near, latin = terms.near(word.text), latin_of(word)
    for _, form, text in found:
        if form in {Form.WORD, Form.READING}:
            yield of_spelling(form, terms.near(text), near)
            yield from (SPELLED_BEGINNING for one in latin if text.startswith(one))
        if form == Form.WORD and terms.is_han(near) and near in text:
            yield FRAGMENT
        if form in {Form.WORD, Form.READING} and sounds_alike(word, text):
            yield SOUND


def of_spelling(form: Form, text: str, near: str) -> float:
    """How well a word is met by a word as written, or as spelled in Latin letters."""
    if not text.startswith(near):
        return 0.0
    if form == Form.WORD:
        return WORD if text == near else BEGINNING
    return SPELLED if text == near else SPELLED_BEGINNING


@lru_cache(maxsize=65_536)
def sounds_alike(word: Written, text: str) -> bool:
    """Whether a Latin word sounds like the beginning of a Thai or Persian one; keys first, they are cheap."""
    other = next(iter(written(text)), None)
    if other is None or {word.script, other.script}.isdisjoint(sounds.NATIVE) or Script.LATIN not in {
        word.script, other.script
    }:  # fmt: skip
        return False
    latin, native = (word, other) if word.script == Script.LATIN else (other, word)
    heard, keys = sounds.keys(*latin), sounds.keys(*native)
    if word.script != Script.LATIN and set(heard).isdisjoint(keys):
        return False
    begun = any(key.startswith(one) for key in keys for one in heard)
    return begun and latin.text.isascii() and sounds.begins(*native, latin.text)
