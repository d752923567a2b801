"""How letters sound in Latin spelling: tables for Latin, Thai and Persian words.

Thai follows the Royal Thai General System (1999) with the older spellings people keep; Persian follows the spellings of
Iranian passports with those of Arabic names. Two-letter sounds of Latin are one capital: S sh, C ch, T th, F ph, K kh,
G gh, Z zh, I ee, U oo and ou.
"""

import re

from regulars.unify.identity.names.alignment import Insertions, Sound


def _table(text: str) -> dict[str, tuple[tuple[str, int], ...]]:
    """`letters=spelling spelling:cost …` by letter."""
    table: dict[str, tuple[tuple[str, int], ...]] = {}
    for row in text.split("\n"):
        letters, _, spellings = row.strip().partition("=")
        parts = [spelling.partition(":") for spelling in spellings.split()]
        for letter in letters:
            table[letter] = tuple((spelling, int(cost or 0)) for spelling, _, cost in parts)
    return table


_DIGRAPHS = {
    "chr": "kr", "sch": "S", "tch": "C", "sh": "S", "ch": "C", "ck": "k", "dt": "t", "th": "T", "ph": "F", "kh": "K",
    "gh": "G", "zh": "Z", "ee": "I", "oo": "U", "ou": "U",
}  # fmt: skip
_DIGRAPH = re.compile("|".join(_DIGRAPHS))
_DOUBLED_CONSONANT = re.compile(r"([^aeiou])\1+")
_DOUBLED = re.compile(r"(.)\1+")


def folded_latin(word: str) -> str:
    """A lower-case ASCII word with its two-letter sounds as one capital and doubled letters as one."""
    single = _DIGRAPH.sub(lambda match: _DIGRAPHS[match[0]], _DOUBLED_CONSONANT.sub(r"\1", word))
    return _DOUBLED.sub(r"\1", single)


_LATIN = _table(
    """a=a e:30 u:40 o:60 i:90
    e=e a:30 i:30 y:30 I:30 o:60 u:80
    i=i y I e:30 a:90
    o=o U:20 u:30 a:60 e:60
    u=u U o:30 a:40 w:40 e:80
    y=y i I e:30 j:40
    I=I i y e:30
    U=U u o:20
    c=c k:10 s:30 C:40
    k=k c:10 K:10 q:10 C:50 g:60
    q=q k:10 g:30 G:10
    g=g G:10 q:30 j:50 k:60
    G=G g:10 q:10
    K=K k:10 x:10 h:40
    h=h K:40
    x=x K:10
    C=C S:40 j:30 c:40 k:50
    S=S C:40 s:40
    s=s z:20 c:30 S:40
    z=z s:20 Z:30
    Z=Z z:30 j:20
    j=j C:30 Z:20 y:40 g:50
    t=t T:15 d:60
    T=T t:15 d:60
    d=d t:60 T:60
    b=b p:60
    p=p F:20 b:60
    F=F f p:20 v:20
    f=f F v:40
    v=v w:10 F:20 f:40
    w=w v:10 u:40
    m=m n:60
    n=n m:60
    l=l r:90
    r=r l:90"""
)
_LATIN_DROPS = {**dict.fromkeys("aeiouIU", 50), "y": 40, "h": 25, "w": 60}
# A slip of the pen seldom takes the first letter.
LATIN_INSERTIONS = Insertions(_LATIN_DROPS, other=100, first=100)


def latin_sounds(word: str) -> tuple[Sound, ...]:
    """The sounds of a folded Latin word."""
    return tuple(
        Sound(_LATIN[letter], _LATIN_DROPS.get(letter, 100) + (100 if at == 0 else 0), letter)
        for at, letter in enumerate(word)
    )


_ARABIC = _table(
    """ا=a o:40 e:60 u:60
    آ=a
    ب=b
    پ=p
    تط=t
    ث=s T:10
    سص=s
    ج=j g:30
    چ=C c:20
    ح=h
    خ=K x h:40 k:40
    د=d
    ذ=z d:30 T:30
    ز=z
    ض=z d:20
    ظ=z T:30
    ر=r
    ژ=Z j:10 z:20
    ش=S C:20 s:40
    ع=a:20 e:20
    غ=G g q
    ف=f F
    ق=G q g k:20
    ک=k c:10
    گ=g
    ل=l
    م=m
    ن=n
    و=U u o v w
    ه=h
    ی=i I y e:30"""
)
_ARABIC_DROPS = {"ا": 70, "آ": 80, "ع": 0, "و": 70}
# Short vowels are not written in Persian; i and u are mostly long, so they count.
ARABIC_INSERTIONS = Insertions({"a": 0, "e": 0, "o": 0, "u": 30, "i": 40, "h": 60, "y": 60}, other=100, first=0)
_INITIAL_ALEF = (("a", 0), ("e", 0), ("o", 0), ("i", 0), ("u", 0))
_FINAL_HEH = (("h", 0), ("eh", 0), ("ah", 0), ("e", 0), ("a", 0))


def arabic_sounds(word: str) -> tuple[Sound, ...]:
    """The sounds of a word in Arabic or Persian writing."""
    word = re.sub(r"(?<=[او])یی", "ی", word)
    word = re.sub(r"([^یاوه])\1", r"\1", word)
    last = len(word) - 1
    return tuple(_arabic_sound(word, at, last) for at in range(len(word)))


def _arabic_sound(word: str, at: int, last: int) -> Sound:
    letter = word[at]
    if at == 0 and letter == "ا":
        return Sound(_INITIAL_ALEF, 0 if last and word[1] in "یو" else 80)
    if at == last and at and letter == "ه":
        return Sound(_FINAL_HEH, 20)
    spellings = _ARABIC.get(letter, ())
    if at == last >= 3 and letter == "ی":
        spellings = (*spellings, ("a", 30))  # موسی, مصطفی
    return Sound(spellings, _ARABIC_DROPS.get(letter, 100))


_THAI = _table(
    """ก=k g K:20 c:20
    ขฃคฅฆ=K k c:30 g:30
    ง=ng n:40
    จ=j C c:10 t:10 d:20
    ฉชฌ=C c:10 S:20 j:20 t:10
    ซศษส=s t:10 z:20 d:20
    ญ=y n ny
    ฎด=d t
    ฏต=t d:20
    ฐฑฒถทธ=T t d:20
    ณน=n
    บ=b p
    ป=p b
    ผพภ=F p b:30
    ฝฟ=f F:10 p:20
    ม=m
    ย=y i I:20 j:40
    ร=r n:10 rn l:70
    ลฬ=l n:10 ln:20 r:70
    ว=w v u:10 o:10 ua
    หฮ=h
    อ=o or a aw
    ะ=a ah:10
    ั=a u:30
    า=a ar:20 ah:10
    ำ=am um:20
    ิ=i I:20 y:20 e:30
    ี=i I y:10
    ึื=ue u:10 eu i:40 U:20
    ุ=u U o:30
    ู=u U o:40
    เ=e ay:10 ae:10 er:10 oe:10 a:30
    แ=ae a:10 e:10
    โ=o oh:10 U:40
    ใไ=ai ay ei:10 i:20 y:20
    ฤ=ri rue ru r:10 re"""
)
_THAI_DROPS = {
    "ะ": 10, "ั": 40, "า": 60, "ำ": 80, "ิ": 60, "ี": 60, "ึ": 60, "ื": 60, "ุ": 60, "ู": 60,
    "เ": 30, "แ": 60, "โ": 60, "ใ": 80, "ไ": 80, "ร": 30, "ว": 60, "ย": 40, "ห": 30, "อ": 0,
}  # fmt: skip
THAI_INSERTIONS = Insertions(
    {"a": 0, "o": 0, "h": 30, "e": 40, "u": 40, "i": 50, "y": 60, "U": 60, "I": 80}, other=100, first=0
)
_THAI_REWRITES = (
    (re.compile("รร(?=[ก-ฮ])"), "ั"),
    (re.compile("รร(?![ะ-ู])"), "ัน"),
    (re.compile("เ([ก-ฮ]{1,2})ีย"), "\\1ี"),
    (re.compile("เ([ก-ฮ]{1,2})ือ"), "\\1ื"),
    (re.compile("เ([ก-ฮ]{1,2})(?:ิ|อ)"), "\\1เ"),
    (re.compile("ัว"), "ว"),
    (re.compile("([เแโใไ])([ก-ฮ])"), "\\2\\1"),
    (re.compile("ห(?=[งญนมยรลว])"), ""),
    (re.compile("ทร(?=[าัิีุู])"), "ซ"),
)
# A consonant under the cancelling mark is silent, and so mostly is the one before it in a cluster (จันทร์).
_SILENT = re.compile("([ก-ฮ])?[ก-ฮ][ิุ]?์")
_SILENT_LETTER = re.compile("[ก-ฮ][ิุ]?์")
_TONES = re.compile("[็-๋ํ๎]")
_MARKS = re.compile("[็-๎]")


def thai_letters(word: str) -> str:
    """A Thai word without tone marks and the mark of silent letters."""
    return _MARKS.sub("", word)


def thai_spoken(word: str) -> str:
    """A Thai word without tone marks and silent letters."""
    return _TONES.sub("", _SILENT_LETTER.sub("", word))


def thai_sounds(word: str) -> tuple[Sound, ...]:
    """The sounds of a Thai word; a leading vowel comes after its consonant."""
    word = _SILENT.sub(lambda match: f"{match[1]}์" if match[1] else "", _TONES.sub("", word))
    for pattern, written in _THAI_REWRITES:
        word = pattern.sub(written, word)
    last = len(word) - 1
    return tuple(_thai_sound(word, at, last) for at in range(len(word)) if word[at] != "์")


def _thai_sound(word: str, at: int, last: int) -> Sound:
    letter = word[at]
    drop = _THAI_DROPS.get(letter, 100)
    if at == last and letter in "ิุ":
        drop = 10  # ชาติ, เกียรติ
    if at < last and word[at + 1] == "์":
        drop = min(drop, 30)
    if letter == "ย" and at and word[at - 1] in "ใไ":
        drop = 0
    return Sound(_THAI.get(letter, ()), drop)
