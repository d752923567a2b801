"""Words by ear: Thai and Persian names by how they are spelled in Latin letters, as sound keys and as a comparison.

A sound key is what is left of a word when vowels, and consonants that spellings confuse, count for nothing. Both sides
come to the same key; the comparison then keeps what really sounds alike.
"""

import re
from functools import lru_cache

from regulars.unify.identity.names.alignment import Insertions, Sound, is_begun
from regulars.unify.identity.names.letters import (
    ARABIC_INSERTIONS,
    THAI_INSERTIONS,
    arabic_sounds,
    folded_latin,
    thai_sounds,
)
from regulars.unify.identity.names.parsing import Script

SHORTEST = 2
NATIVE = {Script.THAI: (thai_sounds, THAI_INSERTIONS), Script.ARABIC: (arabic_sounds, ARABIC_INSERTIONS)}
_COMMON = {
    **dict.fromkeys("kKgGqcx", "k"), **dict.fromkeys("CSjZ", "c"), **dict.fromkeys("sz", "s"),
    **dict.fromkeys("tTd", "t"), **dict.fromkeys("pbFf", "p"), "m": "m", "h": "h", "v": "v", "w": "v",
}  # fmt: skip
# At the end of a Thai syllable r and l sound as n; Persian y is mostly a vowel.
_CLASSES = {
    Script.THAI: {**_COMMON, "y": "y", **dict.fromkeys("nrl", "n")},
    Script.ARABIC: {**_COMMON, "n": "n", "r": "r", "l": "l"},
}
_MARK = {Script.THAI: "t", Script.ARABIC: "f"}
_ONLY_FIRST = {Script.THAI: "hvwy", Script.ARABIC: "vwy"}
_MUTE_R = re.compile("(?<=[aeo])r(?=[^aeiouyIU]|$)")
_MUTE_T = re.compile("[tTd](?=C)")
_CANCELLED = re.compile("[ก-ฮ]?[ก-ฮ][ิุ]?์")


@lru_cache(maxsize=65_536)
def keys(script: Script, word: str) -> tuple[str, ...]:
    """The sound keys of a word, each with a mark of its script; a Latin word has those of both scripts."""
    if script in NATIVE:
        return tuple(sorted(_of_native(script, word)))
    if script != Script.LATIN or not word.isascii() or word.isdigit():
        return ()
    heard = folded_latin(re.sub("[^a-z]", "", word))
    forms = {heard, _MUTE_R.sub("", heard)}
    return tuple(sorted({key for native in NATIVE for form in forms for key in _key(native, form, True)}))


def _of_native(script: Script, word: str) -> set[str]:
    forms = {spelled(script, word)}
    if script == Script.THAI:
        spoken = spelled(script, re.sub("ญ$", "น", _CANCELLED.sub("", word)))
        forms |= {spoken, _MUTE_T.sub("", spoken), re.sub("[sCj]$", "t", spoken)}
    return {key for form in forms for key in _key(script, form, False)}


def spelled(script: Script, word: str) -> str:
    """The first Latin spelling of each letter that sounds, in folded Latin letters."""
    sounds, _ = _sounds(script, word)
    return "".join(sound.spellings[0][0] for sound in sounds if sound.spellings)


def _key(script: Script, heard: str, in_latin: bool) -> list[str]:
    """The key of a word in folded Latin letters; none if it says too little.

    Two neighbours of one class are one sound in Latin spelling; in Thai and Persian a short vowel stands between them.
    """
    classes, only_first = _CLASSES[script], _ONLY_FIRST[script]
    kept = ""
    before = ""
    for at, letter in enumerate(re.sub("h$", "", heard.replace("ng", "n"))):
        sound = classes.get(letter, "") if at == 0 or letter not in only_first else ""
        if sound and not (in_latin and sound == before):
            kept += sound
        before = sound
    if len(kept) < SHORTEST and re.search("[iIy]", heard[1:]):
        kept += "i"  # Ali, Lee
    return [_MARK[script] + kept] if len(kept) >= SHORTEST else []


@lru_cache(maxsize=65_536)
def begins(script: Script, word: str, latin: str) -> bool:
    """Whether a Thai or Persian word begins as these Latin letters sound."""
    heard = folded_latin(re.sub("[^a-z]", "", latin))
    limit = 30 if len(heard) <= 3 else 50 if len(heard) <= 5 else 105
    sounds, insertions = _sounds(script, word)
    return bool(heard) and is_begun(sounds, heard, insertions, limit)


@lru_cache(maxsize=65_536)
def _sounds(script: Script, word: str) -> tuple[tuple[Sound, ...], Insertions]:
    sounds, insertions = NATIVE[script]
    return sounds(word), insertions
