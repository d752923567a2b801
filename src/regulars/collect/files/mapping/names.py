"""Takes a full name apart: honorific, first and last name as Thais, Chinese, Persians and others write them. Pure."""

import re
from functools import lru_cache

THAI = (
    "นางสาว น.ส. นส. เด็กชาย เด็กหญิง ด.ช. ด.ญ. นาย นาง คุณ ดร. ดร ศ.ดร. รศ.ดร. ผศ.ดร. ศ. รศ. ผศ. นพ. พญ. ทพ. ทพญ. ภก. ภญ."
    " พล.ต.อ. พล.ต.ท. พล.ต.ต. พ.ต.อ. พ.ต.ท. พ.ต.ต. ร.ต.อ. ร.ต.ท. ร.ต.ต. จ.ส.อ. ม.ร.ว. ม.ล. หม่อมหลวง หม่อมราชวงศ์"
).split()
LATIN = "mr mrs ms miss mx dr prof sir madam khun rev hon".split()
PERSIAN = "جناب سرکار آقای خانم آقا بانو دکتر مهندس حاج حاجی حاجیه استاد پروفسور".split()
CHINESE = "先生 女士 小姐 太太 老师 博士 教授 经理 总".split()
SURNAMES = frozenset(
    (
        "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶"
        " 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良"
        " 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五"
        " 歐陽 司馬 東方 獨孤 南宮 諸葛 尉遲 鍾離 長孫 軒轅 東郭 東門"
    ).split()
)
"""Chinese surnames of two characters."""
# First halves of Persian names of two words, such as محمد رضا, written apart by many.
PAIRED = frozenset("محمد علی امیر سید میر غلام عبد فاطمه زهرا حسین رضا ابوالفضل نور شاه ام گل".split())
PAIRED_AFTER = frozenset(
    "رضا علی حسین حسن مهدی امین جواد صادق کاظم باقر تقی نقی هادی پارسا محمد اکبر اصغر عباس زهرا سادات طاها یاسین سعید"
    " امیر کیان ارسلان الله قاسم ابراهیم یوسف".split()
)
PARTICLES = frozenset("van von der den de da di del la le bin ibn binti al el st mac san dos".split())
_HAN = re.compile(r"[\u3400-\u9fff·]+")
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_THAI_TITLE = re.compile("|".join(re.escape(word) for word in sorted(THAI, key=len, reverse=True)))
_CHINESE_TITLE = re.compile(f"({'|'.join(CHINESE)})$")


@lru_cache(maxsize=65_536)
def split(name: str) -> dict[str, str]:
    """`name` without its honorific, and those of `honorific`, `first_name`, `last_name` that it tells."""
    whole = " ".join(name.split())
    if _THAI.search(whole):
        return _thai(whole)
    if _HAN.fullmatch(whole.replace(" ", "")):
        return _chinese(whole)
    return _persian(whole) if _ARABIC.search(whole) else _latin(whole)


def has_honorific(name: str) -> bool:
    """Whether a name starts or ends with a title."""
    return "honorific" in split(name)


def _parts(honorific: str, first: str, last: str, name: str) -> dict[str, str]:
    found = {"honorific": honorific, "first_name": first, "last_name": last, "name": name}
    return {part: text for part, text in found.items() if text}


def _thai(whole: str) -> dict[str, str]:
    """Titles stand without a space before the name, at times several."""
    titles, rest = [], whole
    while (match := _THAI_TITLE.match(rest)) and rest[match.end() :].strip():
        word = match.group()
        after = rest[match.end() :]
        # นาย, นาง and คุณ begin given names too (นางนวล, คุณากร): a vowel or mark that follows belongs to the name.
        if re.match(r"[\u0e30-\u0e3a\u0e47-\u0e4e]", after):
            break
        titles.append(word)
        rest = after.strip()
    first, _space, last = rest.partition(" ")
    return _parts(" ".join(titles), first, last.strip(), rest)


def _chinese(whole: str) -> dict[str, str]:
    title = match.group() if (match := _CHINESE_TITLE.search(whole)) and len(whole) > len(match.group()) else ""
    rest = whole.removesuffix(title).strip()
    if " " in rest:
        last, _space, first = rest.partition(" ")
        return _parts(title, first, last, rest)
    if "·" in rest:
        return _parts(title, "", "", rest)
    size = 2 if rest[:2] in SURNAMES and len(rest) > 2 else 1
    return _parts(title, rest[size:] if len(rest) <= 5 else "", rest[:size] if 1 < len(rest) <= 5 else "", rest)


def _persian(whole: str) -> dict[str, str]:
    words = whole.split()
    titles = []
    while len(words) > 1 and words[0] in PERSIAN:
        titles.append(words.pop(0))
    size = (
        2 if len(words) > 2 and words[0] in PAIRED and (words[1] in PAIRED_AFTER or words[0] in {"سید", "میر"}) else 1
    )
    return _parts(" ".join(titles), " ".join(words[:size]), " ".join(words[size:]), " ".join(words))


def _latin(whole: str) -> dict[str, str]:
    last, comma, first = whole.partition(",")
    if comma and first.strip() and "," not in first:
        whole = f"{first.strip()} {last.strip()}"
    words = whole.split()
    title = ""
    if len(words) > 1 and words[0].rstrip(".").casefold() in LATIN:
        title = words.pop(0)
    if len(words) < 2:
        return _parts(title, " ".join(words), "", " ".join(words))
    at = len(words) - 1
    if comma:
        at = len(words) - len(last.split())
    while at > 1 and words[at - 1].casefold() in PARTICLES:
        at -= 1
    return _parts(title, " ".join(words[:at]), " ".join(words[at:]), " ".join(words))
