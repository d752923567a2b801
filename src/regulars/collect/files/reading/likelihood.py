"""How likely bytes are text in an encoding: letters that a script uses often, and where in a word they stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, log

THAI = "านรอกเงมยลวดทสตะปบคั่้ีิุูแหไโใจชพขถณศธญซผภืึ์ำฟฉฐฎฮฬฝ็ๆษฏฆฑฒ๊๋ฯ๑๒๓๔๕๖๗๘๙๐ฌฤฅ"
ARABIC = "ايلرنمودهتبسشعکكگفقحزخجپصطچضظذثغژآئءأإؤةى،؟"
WESTERN = "éèüöäáíóñçàãêâôúõßåøîëïæœûùìòÉÄÖÜÅØÇÑÁ’“”–…°ºª«»€£·½´®"
SIMPLIFIED = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战"
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹"
    "熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀英霞华玉兰桂红波辉鹏飞鑫"
    "姓名性别男女电话手机号码邮箱地址城市省区县街道路号楼室编客户会员备注日期生日年龄北京上海广州深圳南东杭苏成都重庆天津武汉市"
)
TRADITIONAL = (
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
    "十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形"
    "相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展"
    "王李張劉陳楊趙黃周吳徐孫胡朱林何郭馬羅梁宋鄭謝韓唐馮董蕭曹袁鄧許傅沈曾彭呂蘇盧蔣蔡賈丁魏薛葉閻余潘杜戴夏鍾汪田任姜范石姚譚廖鄒"
    "志明俊傑家豪淑芬美玲雅婷怡君惠雯欣宜佳穎宗翰冠宇建宏承恩詩涵偉強靜麗華玉蘭桂紅輝鵬飛"
    "姓名性別男女電話手機號碼信箱地址縣市區鄉鎮街路段巷弄號樓室編客戶會員備註日期生日年齡臺台北中南高雄新竹香港灣"
)
ABOVE_AND_BELOW = frozenset("ัิีึืฺุู็่้๊๋์ํ๎ำ")
RANKED, KNOWN, STRANGE = 0.7, 0.27, 0.03
ASCII_COST = 3.0
MOST = 6_000
PRIOR = 4.0
SHARPNESS = 8

Place = tuple[float, float, float]
"""How often the character before is a Latin letter, another character of ASCII, and one beyond it."""
RUNS: Place = (0.02, 0.25, 0.73)
SCATTERED: Place = (0.85, 0.12, 0.03)


@dataclass(frozen=True, slots=True)
class Script:
    """What a script's text looks like: letters by rank, those that are known beside them, how many there are."""

    ranked: str
    is_known: Callable[[str], bool]
    known: int
    others: int
    place: Place = RUNS

    def weights(self) -> Mapping[str, float]:
        """Logarithms of how often a ranked letter is met."""
        letters = list(dict.fromkeys(self.ranked))
        total = sum(1 / (rank + 5) for rank in range(len(letters)))
        return {letter: log(RANKED / ((rank + 5) * total)) for rank, letter in enumerate(letters)}


def led(codec: str, first: int, last: int) -> Callable[[str], bool]:
    """Whether a character stands among those that an encoding's makers held for common: they come first."""

    @cache
    def is_common(letter: str) -> bool:
        try:
            return first <= letter.encode(codec)[0] <= last
        except UnicodeEncodeError:
            return False

    return is_common


SCRIPTS: Mapping[str, Script] = {
    "cp874": Script(THAI, lambda letter: "\u0e00" <= letter <= "\u0e7f", 87, 20),
    "gb18030": Script(SIMPLIFIED, led("gb2312", 0xB0, 0xD7), 3_755, 20_000),
    "cp950": Script(TRADITIONAL, led("big5", 0xA4, 0xC6), 5_401, 8_000),
    "cp1256": Script(ARABIC, lambda letter: "\u0600" <= letter <= "\u06ff", 50, 70),
    "cp1252": Script(WESTERN, lambda letter: "\u00c0" <= letter <= "\u017f", 64, 60, SCATTERED),
}
SPOKEN = {"th": ("cp874",), "zh": ("gb18030", "cp950"), "fa": ("cp1256",), "ar": ("cp1256",)}


def likelihoods(texts: Mapping[str, str], language: str) -> dict[str, float]:
    """Encoding → how likely (0–1, together 1), for the same bytes decoded in each; the language speaks for some."""
    if not texts:
        return {}
    spoken = SPOKEN.get(language.split("-", maxsplit=1)[0].lower(), ())
    scores = {code: score(code, text) + PRIOR * (code in spoken) for code, text in texts.items()}
    letters = max(1, min(sum(not one.isascii() for one in text[:MOST]) for text in texts.values()))
    best, blunt = max(scores.values()), max(1.0, letters / SHARPNESS)
    shares = {code: exp(max((value - best) / blunt, -50)) for code, value in scores.items()}
    return {code: share / sum(shares.values()) for code, share in shares.items()}


def score(code: str, text: str) -> float:
    """The logarithm of how likely a text is in the script of an encoding."""
    script = SCRIPTS[code]
    weights = script.weights()
    known, strange = log(KNOWN / script.known), log(STRANGE / script.others)
    by_place = [log(share) for share in script.place]
    total, before = 0.0, "\n"
    for letter in text[:MOST]:
        if letter.isascii():
            total -= ASCII_COST
        else:
            is_known = script.is_known(letter)
            total += weights.get(letter, known if is_known else strange) + by_place[place_of(before)]
            total += strange if letter in ABOVE_AND_BELOW and not "\u0e00" <= before <= "\u0e7f" else 0.0
        before = letter
    return total


def place_of(before: str) -> int:
    if not before.isascii():
        return 2
    return 0 if before.isalpha() else 1
