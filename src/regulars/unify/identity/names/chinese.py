"""Chinese names: family and given part, readings, and their romanizations."""

import re
from functools import lru_cache
from itertools import product

from anyascii import anyascii

_COMPOUND = re.compile(
    "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|司徒|皇甫|尉迟|尉遲|公孙|公孫|慕容|令狐|端木|宇文|长孙|長孫|东方|東方|南宫|南宮"
    "|夏侯|呼延|轩辕|軒轅|独孤|獨孤"
)
# Family names as passports and shops write them: pinyin first, then Wade-Giles, Cantonese, Hokkien and Hakka forms.
_FAMILIES = """
王 wang wong ong heng|李 li lee lei ly|张張 zhang chang cheung teo chong|刘劉 liu lau lao low|陈陳 chen chan tan ting
杨楊 yang yeung yeo|黄黃 huang wong ng ooi wee|赵趙 zhao chao chiu|周 zhou chou chow chau chew|吴吳 wu ng goh go
徐 xu hsu chui tsui|孙孫 sun suen soon|胡 hu wu woo|朱 zhu chu choo|高 gao kao ko|林 lin lam lim|何 he ho hor
郭 guo kuo kwok quek|马馬 ma mah|罗羅 luo lo law|梁 liang leung leong|宋 song soong sung|郑鄭 zheng cheng tay teh
谢謝 xie hsieh tse cheah chia|韩韓 han hon|唐 tang tong|冯馮 feng fung foong|于 yu|董 dong tung
萧蕭肖 xiao hsiao siu siew
程 cheng ching|曹 cao tsao cho|袁 yuan yuen|邓鄧 deng teng tang|许許 xu hsu hui khoo koh|傅 fu foo|沈 shen shum sim
曾 zeng tseng tsang chan|彭 peng pang phang|吕呂 lu lv lyu lui|苏蘇 su so soh|卢盧 lu lo loo|蒋蔣 jiang chiang
蔡 cai tsai choi chua chai|贾賈 jia chia|丁 ding ting|魏 wei ngai|薛 xue hsueh sit|叶葉 ye yeh yip yap|阎閻 yan yim
余 yu yee|潘 pan poon phua|杜 du to toh|戴 dai tai|夏 xia hsia ha|钟鍾鐘 zhong chung|汪 wang|田 tian tien tin
任 ren jen yam|姜 jiang keung|范 fan|方 fang fong|石 shi shih shek|姚 yao yiu|谭譚 tan tam|廖 liao liu liew
邹鄒 zou chow|熊 xiong hung|金 jin kim|陆陸 lu luk|孔 kong hung|白 bai pai pak|崔 cui|康 kang hong|邱 qiu chiu khoo
秦 qin chin|江 jiang kong|史 shi|顾顧 gu koo|侯 hou hau|邵 shao siu|孟 meng|龙龍 long lung|万萬 wan|段 duan|钱錢 qian
单單 shan|解 xie|区區 ou au|查 zha cha|翟 zhai|仇 qiu|朴 piao park|关關 guan kwan|莫 mo mok|温溫 wen wan
尹 yin|黎 li lai
"""
_FAMILY_SPELLINGS = {
    character: tuple(spellings.split())
    for entry in re.split(r"[|\n]", _FAMILIES.strip())
    for characters, _, spellings in [entry.partition(" ")]
    for character in characters
}
_PINYIN_FAMILIES = frozenset(spellings[0] for spellings in _FAMILY_SPELLINGS.values())
# Characters of given names with more than one reading; anyascii gives only the first.
_READINGS = {
    **dict.fromkeys("乐樂", ("le", "yue")),
    **dict.fromkeys("长長", ("chang", "zhang")),
    **dict.fromkeys("女吕呂", ("lu", "lv", "nu", "nv")),
    "行": ("xing", "hang"),
    "朝": ("chao", "zhao"),
    "重": ("zhong", "chong"),
    "晟": ("sheng", "cheng"),
    "盛": ("sheng", "cheng"),
    "茜": ("qian", "xi"),
    "柏": ("bai", "bo"),
    "曾": ("zeng", "ceng"),
    "沈": ("shen", "chen"),
    "仔": ("zi", "zai"),
    "拓": ("tuo", "ta"),
    "埔": ("pu", "bu"),
}
_FAMILIAR = "小老阿大"


def same(one: str, other: str) -> bool:
    """Two names in characters: equal, traditional and simplified, homophones, or one a part of the other."""
    short, long = sorted((one, other), key=lambda name: (len(name), name))
    if len(short) == len(long):
        return _sound_alike(short, long)
    if len(short) == 2 and short[0] in _FAMILIAR and any(_sound_alike(short[1], character) for character in long):
        return True  # 小王, 阿明
    family, given = split(long)
    return _sound_alike(short, family) or _sound_alike(short, given)


def romanized(han: str, latin: tuple[str, ...]) -> bool:
    """A name in characters against one in Latin letters.

    With the family name in common, a given part that is no pinyin ("David", a dialect) contradicts nothing.
    """
    family, given = split(han)
    syllables = [readings(character) for character in given]
    givens = {"".join(parts) for parts in product(*syllables)} if given else set()
    whole = "".join(latin)
    if whole in givens or whole in {"".join(parts) for parts in product(*map(readings, han))}:
        return True
    for index, token in enumerate(latin):
        if token in _families(family):
            rest = latin[:index] + latin[index + 1 :]
            if not rest or not given or _is_given(rest, givens, syllables):
                return True
    return False


def spellings(han: str) -> list[tuple[str, ...]]:
    """The name in pinyin as (family, given)."""
    family, given = split(han)
    givens = ["".join(parts) for parts in product(*map(readings, given))]
    return [tuple(part for part in (spelled, one) if part) for spelled in _families(family) for one in givens]


def family_spellings(family: str) -> tuple[str, ...]:
    """How a family name is spelled in Latin letters, pinyin first."""
    return _families(family)


def given_spellings(given: str) -> list[str]:
    """A given name in pinyin, in every reading."""
    return ["".join(parts) for parts in product(*map(readings, given))]


def is_family(token: str) -> bool:
    """Whether a word is a family name in pinyin."""
    return token in _PINYIN_FAMILIES


def is_family_character(han: str) -> bool:
    """Whether characters are a family name that is known."""
    return han in _FAMILY_SPELLINGS or _COMPOUND.fullmatch(han) is not None


def is_pinyin(token: str) -> bool:
    """Whether a word is made of pinyin syllables."""
    return _pinyin().fullmatch(token) is not None


def are_pinyin(*names: tuple[str, ...]) -> bool:
    """Whether all names are Chinese in pinyin, whose syllables are so dense that one letter makes another name."""
    return all(
        not _PINYIN_FAMILIES.isdisjoint(tokens) and all(_pinyin().fullmatch(token) for token in tokens)
        for tokens in names
    )


def split(han: str) -> tuple[str, str]:
    """(family, given); the family name is one character, or two for the known compounds."""
    size = 2 if len(han) > 2 and _COMPOUND.match(han) else 1
    return han[:size], han[size:]


@lru_cache(maxsize=16_384)
def readings(character: str) -> tuple[str, ...]:
    """The pinyin readings of a character, without tones."""
    return _READINGS.get(character) or (anyascii(character).strip().lower(),)


def _families(family: str) -> tuple[str, ...]:
    known = _FAMILY_SPELLINGS.get(family)
    return known or tuple("".join(parts) for parts in product(*map(readings, family)))


def _sound_alike(one: str, other: str) -> bool:
    """Same length, and each pair of characters shares a reading: a slip of the input method, or the other standard."""
    return len(one) == len(other) and all(
        a == b or not set(readings(a)).isdisjoint(readings(b)) for a, b in zip(one, other, strict=True)
    )


def _is_given(rest: tuple[str, ...], givens: set[str], syllables: list[tuple[str, ...]]) -> bool:
    joined = "".join(rest)
    if joined in givens or not all(_pinyin().fullmatch(token) or len(token) == 1 for token in rest):
        return True
    initials = len(joined) <= len(syllables) and all(len(token) == 1 for token in rest)
    return initials and all(
        any(reading.startswith(letter) for reading in options)
        for letter, options in zip(joined, syllables, strict=False)
    )


@lru_cache(maxsize=1)
def _pinyin() -> re.Pattern[str]:
    """Any sequence of pinyin syllables: the readings of the common characters (U+4E00 to U+9FA5)."""
    syllables = {anyascii(chr(code)).strip().lower() for code in range(0x4E00, 0x9FA6)}
    known = sorted(syllable for syllable in syllables if re.fullmatch("[a-z]*[aeiou][a-z]*", syllable))
    return re.compile(f"(?:{'|'.join(known)})+")
