"""The country that a cell names, in four languages or as a code. Pure."""

from functools import cache, lru_cache

from babel import Locale
from phonenumbers import SUPPORTED_REGIONS

from regulars.collect.files.mapping.cells import folded

OTHERWISE = {
    "TH": "tha siam เมืองไทย ราชอาณาจักรไทย 泰王国 泰國",
    "CN": "chn prc mainland-china 中国大陆 中國 中华人民共和国 大陆 چین",
    "IR": "irn persia islamic-republic-of-iran جمهوری‌اسلامی‌ایران",
    "US": "usa u.s. u.s.a. america united-states-of-america สหรัฐ อเมริกา 美國 آمریکا امریکا ایالات‌متحده",
    "GB": "uk gbr u.k. great-britain england scotland wales อังกฤษ 英国 英國 انگلستان انگلیس بریتانیا",
    "AE": "uae are dubai emirates 阿联酋 امارات دبی",
    "HK": "hkg hong-kong 香港 中国香港 ฮ่องกง",
    "TW": "twn taiwan 台湾 臺灣 台灣 中国台湾 ไต้หวัน",
    "MO": "mac macau 澳门 澳門 中国澳门",
    "KR": "kor korea south-korea เกาหลี 韩国 韓國 کره",
    "SG": "sgp", "MY": "mys", "VN": "vnm viet-nam", "LA": "lao ลาว", "KH": "khm เขมร", "MM": "mmr burma พม่า",
    "JP": "jpn 日本国", "IN": "ind", "ID": "idn", "PH": "phl", "AU": "aus", "NZ": "nzl", "DE": "deu ger", "FR": "fra",
    "TR": "tur turkey türkiye ترکیه", "IQ": "irq", "AF": "afg", "RU": "rus russia", "CA": "can", "NL": "nld holland",
}  # fmt: skip
"""Code → further names, their spaces written as hyphens."""


@lru_cache(maxsize=16_384)
def country(cell: str) -> str:
    """The ISO 3166 code of a country, or ""."""
    word = cell.strip().upper()
    return word if len(word) == 2 and word in SUPPORTED_REGIONS else _names().get(folded(cell), "")


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("fa", "zh", "zh_Hant", "th", "en"):
        territories = Locale.parse(language).territories
        found |= {folded(str(name)): code for code, name in territories.items() if code in SUPPORTED_REGIONS}
    return found | {folded(name): code for code, names in OTHERWISE.items() for name in names.split()}
