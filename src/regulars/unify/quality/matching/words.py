"""Names, birthdays and places as they are compared: one form each for what is written in many ways.

Names are parted into a given and a family part; each is known by its letters in one form, by its letters in Latin,
and by sound keys that Thai, Persian, Chinese and Latin spellings of one name share.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product
from string import ascii_letters
from typing import Any, NamedTuple

from anyascii import anyascii
from persiantools.jdatetime import JalaliDate

from regulars.base.fields import digits
from regulars.unify.identity.names import chinese, sounds
from regulars.unify.identity.names.letters import folded_latin, thai_letters, thai_spoken
from regulars.unify.identity.names.parsing import Script, Writing, folded, writings
from regulars.unify.identity.names.spelling import alike, pet_names

MOST_SPELLINGS = 4
HAN_NAME = 4
BUDDHIST = 543
JALALI_YEARS = range(1280, 1420)
SLIPPED_YEARS = range(1420, 1600)
BUDDHIST_YEARS = range(2400, 2600)
HOMOPHONES = str.maketrans({"ص": "س", "ث": "س", "ذ": "ز", "ض": "ز", "ظ": "ز", "ط": "ت", "ح": "ه", "غ": "ق", "آ": "ا"})
MARKS = {Script.THAI: "t", Script.ARABIC: "a", Script.HAN: "h", Script.LATIN: "l", Script.OTHER: "o"}
SCRIPTS = {mark: script for script, mark in MARKS.items()}


class Word(NamedTuple):
    """One part of a name: as it is the same, as it is heard, and its letters one byte each, for slips of the pen.

    `latin` is its spelling in Latin letters, `script` a mark; `sounds` are sound keys, `pets` groups of pet names;
    `dense` where one letter makes another name, as in Chinese.
    """

    plain: str
    heard: str
    letters: str
    latin: str
    script: str
    sounds: tuple[str, ...]
    pets: tuple[str, ...]
    dense: bool

    @property
    def skeleton(self) -> str:
        """The classes of its first sound and of its consonants: what different spellings of a name share."""
        script = SCRIPTS.get(self.script, Script.OTHER)
        letters = sounds.spelled(script, self.heard) if script in sounds.NATIVE else folded_latin(self.latin)
        classes = "".join(ONSETS.get(letter, "") for letter in letters.removesuffix("h"))
        return classes[:1] + re.sub(r"a|(.)(?=\1)", "", classes[1:])


Forms = tuple[Any, ...]
"""The values of a `Word`, and its skeleton."""


class Meeting(NamedTuple):
    """Two words that meet in a pair: scripts and spellings, and whether both stand in the family's place."""

    script: str
    heard: str
    other_script: str
    other: str
    is_family: bool


NOTHING = Word("", "", "", "", "", (), (), False)
# DuckDB compares bytes; a letter of Thai or Persian has several, most of them common to all.
NATIVE_LETTERS = "".join(map(chr, (*range(0x0E01, 0x0E5B), *range(0x0621, 0x064B), *map(ord, "پچژگکیڤۀ"))))
ONE_BYTE = "".join(ascii_letters[place % len(ascii_letters)] for place in range(len(NATIVE_LETTERS)))
TO_ONE_BYTE = str.maketrans(NATIVE_LETTERS, ONE_BYTE)
DOUBLED_THAI = re.compile("([ก-ฮ])\\1")
SILENT_H = re.compile("ห(?=[มน])")
ONSETS = {
    letter: letters[0]
    for letters in ("kcqgxjszKCGSZ", "tdT", "pbfF", "lr", "aeiouyvwIU", "n", "m", "h")
    for letter in letters
}
HAN_RUNS = re.compile("[\u3400-\u9fff]+")


def parted(first: str, last: str, whole: str) -> tuple[str, str]:
    """The given and the family part of a name as sources wrote it; a whole one is parted as its script does."""
    if first and last:
        return first, last
    written = first or last or whole
    if not first and last and whole and last != whole:
        written = whole
    family, comma, given = written.partition(",")
    if comma and family.strip() and given.strip() and len(given.split()) <= 3:
        return given.strip(), family.strip()
    given, family = split_whole(written)
    return ("", last) if last and not first and not whole and not family else (given, family)


def parts(name: tuple[str, str, str]) -> tuple[str, str]:
    """The given and family part of a first name, last name and whole name."""
    return parted(*name)


@lru_cache(maxsize=65_536)
def split_whole(name: str) -> tuple[str, str]:
    """A whole name parted: Chinese by its family names, elsewhere the last word is the family's."""
    main = main_writing(name)
    if main is None:
        return "", ""
    if main.script == Script.HAN:
        return split_han(name, main.tokens[0])
    if len(main.tokens) == 1:
        return main.tokens[0], ""
    if main.script == Script.LATIN and chinese.are_pinyin(main.tokens) and is_family_first(main.tokens):
        return "".join(main.tokens[1:]), main.tokens[0]
    return " ".join(main.tokens[:-1]), main.tokens[-1]


def split_han(name: str, joined: str) -> tuple[str, str]:
    """A name in Chinese characters: by the space in it, or by its first character."""
    runs = HAN_RUNS.findall(name)
    if len(runs) == 2 and "".join(runs) == joined:
        one, other = runs
        is_last = chinese.is_family_character(other) and (len(other), chinese.is_family_character(one)) <= (
            len(one),
            False,
        )
        return (one, other) if is_last else (other, one)
    if 1 < len(joined) <= HAN_NAME:
        family, given = chinese.split(joined)
        return given, family
    return joined, ""


def is_family_first(tokens: tuple[str, ...]) -> bool:
    """Whether a name in pinyin begins with a family name and does not end with one."""
    return chinese.is_family(tokens[0]) and not chinese.is_family(tokens[-1])


def main_writing(name: str) -> Writing | None:
    """The writing that has most of a name."""
    found = writings(name)
    return max(found, key=lambda one: sum(map(len, one.tokens)), default=None) if found else None


@lru_cache(maxsize=131_072)
def given_word(written: str) -> Word:
    """The given part of a name."""
    return word(written, is_family=False)


@lru_cache(maxsize=131_072)
def family_word(written: str) -> Word:
    """The family part of a name."""
    return word(written, is_family=True)


def given_forms(written: str) -> Forms:
    """The given part of a name in its forms, with its skeleton."""
    found = given_word(written)
    return (*found, found.skeleton)


def family_forms(written: str) -> Forms:
    """The family part of a name in its forms, with its skeleton."""
    found = family_word(written)
    return (*found, found.skeleton)


def word(written: str, *, is_family: bool) -> Word:
    """A part of a name in every form; NOTHING where it names nobody."""
    main = main_writing(written) if written else None
    if main is None:
        return latin_word("na", ("na",), is_family) if written.strip().lower() == "na" else NOTHING
    text = "".join(main.tokens)
    if main.script == Script.HAN:
        return han_word(text, is_family)
    if main.script == Script.LATIN:
        return latin_word(text, main.tokens, is_family)
    native = {Script.THAI: thai_plain, Script.ARABIC: persian_plain}.get(main.script, str)(text)
    latin = re.sub("[^a-z]", "", anyascii(text.lstrip("เแโใไ")).lower())
    keys = sounds.keys(main.script, text) if main.script in sounds.NATIVE else ()
    return Word(native, text, letters(native), latin, MARKS[main.script], keys or (f"l{latin}",), (), False)


def letters(text: str) -> str:
    """A word of one byte a letter; letters of different scripts may become the same."""
    return text if text.isascii() else anyascii(text.translate(TO_ONE_BYTE)) or text


def thai_plain(text: str) -> str:
    """A Thai word without tones and silent letters."""
    return thai_spoken(text) or thai_letters(text)


def persian_plain(text: str) -> str:
    """A Persian word with one letter for each sound."""
    return text.translate(HOMOPHONES)


def latin_word(text: str, tokens: tuple[str, ...], is_family: bool) -> Word:
    """A word in Latin letters; its sound keys are those of Thai and Persian, and itself for Chinese."""
    pets = tuple(f"p{group}" for token in tokens for group in sorted(pet_names(token)))
    dense = chinese.is_family(text) if is_family else chinese.is_pinyin(text)
    return Word(text, text, text, text, "l", (*sounds.keys(Script.LATIN, text), f"l{text}"), pets, dense)


def han_word(text: str, is_family: bool) -> Word:
    """A word in Chinese characters, by how it is spelled; homophones have the same letters in Latin."""
    spelled = list(islice(spellings(text, is_family), MOST_SPELLINGS))
    keys = [f"l{one}" for one in spelled]
    keys += [key for one in spelled for key in sounds.keys(Script.LATIN, one)]
    latin = spelled[0] if spelled else ""
    return Word(text, text, latin, latin, "h", tuple(dict.fromkeys(keys)), (), True)


def spellings(text: str, is_family: bool) -> Iterator[str]:
    """How Chinese characters are spelled in Latin letters, pinyin first."""
    if is_family:
        yield from chinese.family_spellings(text)
    else:
        yield from dict.fromkeys(chinese.given_spellings(text))


def heard(script: str, one: str, other_script: str, other: str, is_family: bool) -> bool:
    """Whether two spellings can be one name."""
    if not script or not other_script:
        return False
    if "h" in {script, other_script}:
        if script != "h":
            script, one, other_script, other = other_script, other, script, one
        return heard_chinese(one, other_script, other, is_family)
    pairs = product(said(script, one), said(other_script, other))
    return any(alike(SCRIPTS[script], a, SCRIPTS[other_script], b) for a, b in pairs)


def is_heard(meeting: Meeting) -> bool:
    """Whether two words that meet can be one name."""
    return heard(*meeting)


def said(script: str, text: str) -> set[str]:
    """A word as it is spoken; a Thai one also with its silent letters (Anant), and with doubled ones once (Promma)."""
    if script != "t":
        return {text}
    return {text, text.replace("์", ""), DOUBLED_THAI.sub(r"\1", SILENT_H.sub("", text))}


def heard_chinese(han: str, script: str, other: str, is_family: bool) -> bool:
    """A word in Chinese characters against another."""
    spelled = set(islice(spellings(han, is_family), MOST_SPELLINGS))
    if script == "h":
        return not spelled.isdisjoint(spellings(other, is_family))
    if script == "l":
        return other in spelled
    return any(alike(SCRIPTS[script], other, Script.LATIN, one) for one in spelled)


@lru_cache(maxsize=65_536)
def birthday(written: str) -> str:
    """A birthday as eight digits in the Gregorian calendar, whichever calendar it slipped into; empty if it is none."""
    found = re.findall(r"\d+", digits.to_ascii(written))
    text = "".join(part.zfill(2) for part in found[:3])
    if len(text) != 8:
        return ""
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if year in BUDDHIST_YEARS:
        return f"{year - BUDDHIST:04}{text[4:]}"
    if year in JALALI_YEARS:
        return from_jalali(year, month, day) or text
    if year in SLIPPED_YEARS:
        return f"{year + BUDDHIST:04}{text[4:]}"
    return text


def from_jalali(year: int, month: int, day: int) -> str:
    """A day of the Jalali calendar; empty if there is none."""
    try:
        return f"{JalaliDate(year, month, day).to_gregorian():%Y%m%d}"  # type: ignore[no-untyped-call]
    except ValueError:
        return ""


def place(written: str) -> str:
    """A town in plain letters."""
    text = folded(digits.to_ascii(written))
    return re.sub(r"[\W_]+", "", text if not text.isascii() else text.lower())
