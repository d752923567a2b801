"""From a name as written to its writings: the tokens of each script, without honorifics."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from anyascii import anyascii


class Script(Enum):
    """The writing systems that are told apart; Greek and Cyrillic are read as Latin."""

    LATIN = "latin"
    THAI = "thai"
    ARABIC = "arabic"
    HAN = "han"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Writing:
    """A name in one script; Chinese has one token. `gender` is what the honorific says, or empty."""

    script: Script
    tokens: tuple[str, ...]
    gender: str = ""


MAX_TOKENS = 6
_RUNS = {
    Script.THAI: re.compile("[\u0e01-\u0e4e]+"),
    Script.ARABIC: re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06fc]+"),
    Script.HAN: re.compile("[\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+"),
    Script.LATIN: re.compile("[a-z\u00aa-\u036f\u0370-\u052f\u1c80-\u1c8f\u1e00-\u1fff]+"),
    Script.OTHER: re.compile("[^\\W\\d_]+"),
}
# Arabic and Persian write the same letter with different code points; short vowels and stretching are not spelling.
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u0674ء]")
_ARABIC_LETTERS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و"}
)
_APOSTROPHES = re.compile("['’ʼ`´‘]")

_NOBODY = re.compile(
    r"\W*|.*@.*|n/?a|none|null|nil|test|guest|customer|client|user|unknown|anonymous|walk[- ]?in( customer)?"
    "|ลูกค้า(ทั่วไป)?|客户|顾客|客人|匿名|مشتری|ناشناس|مهمان"
)
_TITLES = {
    Script.LATIN: {
        "male": "mr mister sir agha aghaye monsieur senor herr",
        "female": "mrs ms miss madam mme mlle khanom khanum senora frau",
        "": "dr doctor prof professor rev khun mx mohandes",
    },
    Script.ARABIC: {
        "male": "آقای آقا",
        "female": "خانم بانو دوشیزه",
        "": "جناب سرکار دکتر مهندس استاد حاج حاجی",
    },
}
_TITLE_GENDERS = {
    script: {title: gender for gender, titles in by_gender.items() for title in titles.split()}
    for script, by_gender in _TITLES.items()
}
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"})
# Written onto the name without a space, longest first; a vowel sign that follows belongs to the name (คุณากร).
_THAI_TITLE = re.compile(
    r"(?:(?P<female>เด็กหญิง|ด\.?ญ\.|นางสาว|น\.?ส\.|นาง)|(?P<male>เด็กชาย|ด\.?ช\.|นาย)|คุณ|ดร\.?|อาจารย์|อ\.)"
    r"(?P<space>\s*)(?=[ก-ฮเแโใไ]{2}|[ก-ฮเแโใไ][ะ-์])"
)
_HAN_TITLE = re.compile(
    "(?P<name>.+?)(?:(?P<male>先生|师傅|師傅)|(?P<female>女士|小姐|太太|夫人|阿姨)|老师|老師|经理|經理|医生|醫生|教授|博士)"
)


@lru_cache(maxsize=65_536)
def writings(name: str) -> tuple[Writing, ...]:
    """The writings of a name, one for each script and reading; none when it names nobody."""
    plain = folded(name)
    if _NOBODY.fullmatch(plain):
        return ()
    found: list[Writing] = []
    for script, rest in _by_script(plain).items():
        found.extend(_READINGS.get(script, _spaced)(script, rest))
    return tuple(writing for writing in found if writing.tokens)


def folded(name: str) -> str:
    """A name in one case and width, with one form of each Arabic letter, and without apostrophes."""
    text = unicodedata.normalize("NFKC", name).casefold().strip()
    if text.isascii():
        return _APOSTROPHES.sub("", text)
    text = text.replace("\u0e4d\u0e32", "\u0e33")  # NFKC takes the Thai vowel am apart
    text = _ARABIC_MARKS.sub("", text.translate(_ARABIC_LETTERS))
    return _APOSTROPHES.sub("", unicodedata.normalize("NFC", text))


def _by_script(text: str) -> dict[Script, str]:
    """The text of each script, everything else a space. A dot stays: Thai titles have it."""
    parts: dict[Script, str] = {}
    for script, run in _RUNS.items():
        if run.search(text):
            parts[script] = text
            text = run.sub(" ", text)
    return parts


def _spaced(script: Script, text: str) -> list[Writing]:
    tokens = _RUNS[script].findall(text)[:MAX_TOKENS]
    if script in {Script.LATIN, Script.OTHER}:
        tokens = [re.sub("[^a-z]", "", anyascii(token).lower()) for token in tokens]
    titles = _TITLE_GENDERS.get(script, {})
    genders = [titles[token] for token in tokens if titles.get(token)]
    named = [token for token in tokens if token and token not in titles]
    if len(named) > 1 and named[-1] in _SUFFIXES:
        named.pop()
    return [Writing(script, tuple(named), genders[0] if genders else "")]


def _thai(script: Script, text: str) -> list[Writing]:
    title = _THAI_TITLE.search(text)
    if title is None or text[: title.start()].strip():
        return [Writing(script, _thai_tokens(text))]
    gender = "female" if title["female"] else "male" if title["male"] else ""
    without = Writing(script, _thai_tokens(text[title.end() :]), gender)
    # นางนวล is a name too.
    return [without] if title["space"] or "." in title[0] else [without, Writing(script, _thai_tokens(text))]


def _thai_tokens(text: str) -> tuple[str, ...]:
    return tuple(_RUNS[Script.THAI].findall(text)[:MAX_TOKENS])


def _han(script: Script, text: str) -> list[Writing]:
    name = "".join(_RUNS[script].findall(text))[:MAX_TOKENS]
    title = _HAN_TITLE.fullmatch(name)
    if title is None:
        return [Writing(script, (name,))]
    gender = "female" if title["female"] else "male" if title["male"] else ""
    return [Writing(script, (title["name"],), gender)]


_READINGS = {Script.THAI: _thai, Script.HAN: _han}
