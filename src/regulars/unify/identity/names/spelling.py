"""Whether two words of names can be one word: initials, pet names, slips of the pen, and spelling in Latin letters."""

import re
from functools import lru_cache

from anyascii import anyascii

from regulars.unify.identity.names.alignment import Insertions, Sound, is_heard
from regulars.unify.identity.names.letters import (
    ARABIC_INSERTIONS,
    LATIN_INSERTIONS,
    THAI_INSERTIONS,
    arabic_sounds,
    folded_latin,
    latin_sounds,
    thai_letters,
    thai_sounds,
    thai_spoken,
)
from regulars.unify.identity.names.parsing import Script

_PET_NAMES = """
robert bob bobby rob robbie|william bill billy will willy liam|elizabeth liz lizzie beth betty eliza lisa|richard rick
dick richie ricky|michael mike mick mickey|james jim jimmy jamie|john johnny jack|katherine catherine kathryn kate katie
kathy cathy kat|margaret maggie meg peggy marge|edward ed eddie ted teddy ned|charles charlie chuck|thomas tom tommy
alexander alex sasha sandy|alexandra alex sasha sandra|christopher chris kit|christina chris tina|joseph joe joey
andrew andy drew|daniel dan danny|david dave davy|anthony tony|benjamin ben benny|samuel sam sammy|samantha sam
matthew matt|nicholas nick nicky|patrick pat paddy|patricia pat patty trish|steven stephen steve|susan sue suzie
jennifer jen jenny|jessica jess jessie|victoria vicky tori|rebecca becky becca|deborah debbie deb|barbara barb
timothy tim|gregory greg|jeffrey geoffrey jeff geoff|kenneth ken kenny|lawrence larry|ronald ron|donald don
gerald gerry jerry|frederick fred freddy|henry harry hank|jonathan jon|zachary zach|sean shawn shaun|ann anne anna annie
mohammad mohd md|abigail abby|amanda mandy|angela angie|cynthia cindy|dorothy dot|eleanor ellie nell|pamela pam
sarah sally|jacob jake|philip phil|peter pete|vincent vince|leonard leo lenny|nathaniel nathan nate|walter walt
theodore ted theo
"""
_GROUPS: dict[str, frozenset[int]] = {}
for _number, _group in enumerate(_PET_NAMES.strip().replace("\n", "|").split("|")):
    for _word in _group.split():
        _GROUPS[_word] = _GROUPS.get(_word, frozenset()) | {_number}
# Endings that make a woman's name of a man's: never a slip.
_GENDERED = (
    ("", "a"), ("", "ah"), ("", "eh"), ("", "ia"), ("", "ie"), ("", "ine"), ("", "ina"), ("o", "a"), ("os", "a"),
    ("us", "a"), ("l", "lle"), ("n", "nne"), ("n", "nna"), ("in", "ine"), ("t", "tte"), ("s", "se"), ("is", "es"),
    ("ian", "ina"), ("er", "ra"),
)  # fmt: skip
_HOMOPHONES = str.maketrans({"ص": "س", "ث": "س", "ذ": "ز", "ض": "ز", "ظ": "ز", "ط": "ت", "ح": "ه", "غ": "ق", "آ": "ا"})
# What the capitals of folded Latin words start with when only an initial is written.
_UNFOLDED = {"S": "s", "C": "ck", "T": "t", "F": "pf", "K": "k", "G": "g", "Z": "z", "I": "ie", "U": "uo"}
# A sound that is cheaper to miss says too little to count for a word's length.
AUDIBLE = 30
_SOUNDS = {Script.THAI: (thai_sounds, THAI_INSERTIONS), Script.ARABIC: (arabic_sounds, ARABIC_INSERTIONS)}


@lru_cache(maxsize=131_072)
def alike(script: Script, word: str, other_script: Script, other: str, exact: bool = False) -> bool:
    """Whether both words can be the same part of a name; `exact` allows no slips of the pen."""
    if script == other_script:
        return word == other or _alike_in_script(script, word, other, exact)
    if other_script == Script.LATIN:
        return _romanized(script, word, other)
    if script == Script.LATIN:
        return _romanized(other_script, other, word)
    return _romanized(script, word, re.sub("[^a-z]", "", anyascii(other).lower()))


def pet_names(word: str) -> frozenset[int]:
    """The groups of pet names that a Latin word belongs to: words of one group can be one person's."""
    return _GROUPS.get(word, frozenset())


def _alike_in_script(script: Script, word: str, other: str, exact: bool) -> bool:
    short, long = sorted((word, other), key=lambda item: (len(item), item))
    if len(short) == 1:
        return long.startswith(short)
    if script == Script.THAI:
        return _thai_slip(short, long)
    if script == Script.ARABIC:
        return _arabic_slip(short, long)
    return not exact and _latin_slip(short, long)


def _latin_slip(short: str, long: str) -> bool:
    if not pet_names(short).isdisjoint(pet_names(long)):
        return True
    if _are_gendered(short, long):
        return False
    one, other = folded_latin(short), folded_latin(long)
    limit = _latin_limit(min(len(one), len(other)))
    return one == other or (_starts_alike(one, other) and is_heard(latin_sounds(one), other, LATIN_INSERTIONS, limit))


def _starts_alike(one: str, other: str) -> bool:
    """A cheap first look: a slip of the pen seldom takes the first letter."""
    return other[:1] in {spelling for spelling, _ in latin_sounds(one[:1])[0].spellings}


def _latin_limit(length: int) -> int:
    if length <= 3:
        return 25
    return 50 if length <= 5 else 60 if length == 6 else 105


def _are_gendered(one: str, other: str) -> bool:
    return any(_differ_by(one, other, a, b) or _differ_by(other, one, a, b) for a, b in _GENDERED)


def _differ_by(one: str, other: str, ending: str, other_ending: str) -> bool:
    return (
        one.endswith(ending)
        and other.endswith(other_ending)
        and one[: len(one) - len(ending)] == other[: len(other) - len(other_ending)]
        and (ending != "" or one[-1] not in "aeiou")
    )


def _thai_slip(short: str, long: str) -> bool:
    one, other = thai_letters(short), thai_letters(long)
    if one == other or thai_spoken(short) == thai_spoken(long):
        return True
    if len(one) == len(other) >= 5:
        differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
        if len(differing) == 1 and not any("ก" <= letter <= "ฮ" for letter in differing[0]):
            return True  # a vowel sign; names of one family often differ by a consonant
    return _slipped(one, other, kept="")


def _arabic_slip(short: str, long: str) -> bool:
    one, other = short.translate(_HOMOPHONES), long.translate(_HOMOPHONES)
    return one == other or _slipped(one, other, kept="اویهآ")


def _slipped(one: str, other: str, kept: str) -> bool:
    """Two neighbours exchanged, or a letter too many that is none of `kept`, after the first and in a longer word."""
    short, long = sorted((one, other), key=lambda item: (len(item), item))
    if len(short) < 5:
        return False
    if len(short) == len(long):
        return any(
            short[at] != short[at + 1] and short[:at] + short[at + 1] + short[at] + short[at + 2 :] == long
            for at in range(1, len(short) - 1)
        )
    return len(long) == len(short) + 1 > 6 and any(
        long[at] not in kept and long[:at] + long[at + 1 :] == short for at in range(1, len(long))
    )


def _romanized(script: Script, word: str, latin: str) -> bool:
    sounds, insertions = _heard(script, word)
    heard = folded_latin(latin)
    if not heard:
        return True
    if len(heard) == 1 or len(word) == 1:
        return bool(sounds) and not _first_letters(sounds).isdisjoint(_UNFOLDED.get(heard[0], heard[0]))
    audible = sum(sound.drop >= AUDIBLE for sound in sounds)
    limit = 30 if audible <= 3 else 50 if audible <= 5 else 105
    return is_heard(sounds, heard, insertions, limit)


def _first_letters(sounds: tuple[Sound, ...]) -> set[str]:
    """The letters that the word can start with: its first sound's, and the next one's where that can be silent."""
    letters: set[str] = set()
    for sound in sounds:
        letters.update(*(_UNFOLDED.get(spelling[0], spelling[0]) for spelling, _ in sound.spellings))
        if sound.drop:
            break
    return letters


@lru_cache(maxsize=16_384)
def _heard(script: Script, word: str) -> tuple[tuple[Sound, ...], Insertions]:
    sounds, insertions = _SOUNDS[script]
    return sounds(word), insertions
