"""Keys by which different spellings of one value fall together; each knows the four scripts. Pure."""

from collections.abc import Callable, Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.unify.customers.search.folding import compact, in_ascii, plain_letters, without_accents, written
from regulars.unify.identity.names import sounds
from regulars.unify.identity.names.letters import folded_latin
from regulars.unify.identity.names.parsing import Script

GRAM = 2
SHORTEST_SOUND = 3


class Method(models.TextChoices):
    """How values are found that may mean the same; from the surest to the boldest."""

    FINGERPRINT = "fingerprint", _("Same words")
    NGRAM = "ngram", _("Same letters")
    PHONETIC = "phonetic", _("Sounds alike")
    NEAREST = "nearest", _("A letter or two apart")


Keyer = Callable[[str], Iterator[str]]


def fingerprint(value: str) -> Iterator[str]:
    """The words in any order, in one case, width and letter variant: “Co., ACME” and “acme co” are one."""
    words = {word.text for word in written(value)}
    if words:
        yield " ".join(sorted(words))


def ngram(value: str) -> Iterator[str]:
    """The pairs of neighbouring letters in any order, without spaces and signs: “New-York” and “Newyork” are one."""
    letters = "".join(word.text for word in written(value))
    if len(letters) > GRAM:
        yield " ".join(sorted({letters[at : at + GRAM] for at in range(len(letters) - 1)}))
    elif letters:
        yield letters


def phonetic(value: str) -> Iterator[str]:
    """How it sounds, also across scripts: “กรุงเทพ” and “Krungthep”, “北京” and “Beijing”, “تهران” and “Tehran”."""
    words = [word for word in written(value) if not word.text.isdigit()]
    numbers = [word.text for word in written(value) if word.text.isdigit()]
    if not words:
        return
    latin = [folded_latin(in_ascii(word.text)) for word in words]
    if all(len(sound) > 2 for sound in latin):
        yield " ".join(["l", *sorted(latin), *numbers])
    scripts = {word.script for word in words}
    if scripts <= {Script.LATIN} or scripts <= {Script.THAI} or scripts <= {Script.ARABIC}:
        # Thai writes what Latin parts into words in one: เชียงใหม่, Chiang Mai.
        whole = "".join(word.text for word in words)
        for key in sounds.keys(words[0].script, whole):
            if len(key) > SHORTEST_SOUND:
                yield " ".join([key, *numbers])


KEYERS: dict[str, Keyer] = {
    Method.FINGERPRINT: fingerprint,
    Method.NGRAM: ngram,
    Method.PHONETIC: phonetic,
}


def letters_of(value: str) -> str:
    """What is compared letter by letter: one case and width, without accents, spaces and signs."""
    return without_accents(compact(plain_letters(value)))


def is_dense(value: str) -> bool:
    """Whether a letter says much: Chinese, where one more or less is another word."""
    return any(word.script is Script.HAN for word in written(value))
