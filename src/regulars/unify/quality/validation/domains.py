"""Domains of e-mail: well-known ones, those for one use, and slips of the finger. No look-ups."""

from functools import lru_cache

from disposable_email_domains import blocklist
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

KNOWN = frozenset(
    """
    gmail.com googlemail.com hotmail.com hotmail.co.th hotmail.co.uk hotmail.fr hotmail.de hotmail.it hotmail.es
    outlook.com outlook.co.th outlook.fr outlook.de outlook.jp outlook.es live.com live.co.th live.co.uk live.fr live.cn
    msn.com windowslive.com yahoo.com yahoo.co.th yahoo.co.uk yahoo.co.jp yahoo.co.in yahoo.fr yahoo.de yahoo.it
    yahoo.es yahoo.com.hk yahoo.com.tw yahoo.com.sg yahoo.com.br ymail.com rocketmail.com icloud.com me.com mac.com
    aol.com qq.com vip.qq.com foxmail.com 163.com 126.com yeah.net 139.com 189.cn sina.com sina.cn sohu.com aliyun.com
    tom.com chmail.ir mailfa.com proton.me protonmail.com pm.me tutanota.com fastmail.com hey.com zoho.com
    mail.com email.com gmx.com gmx.de gmx.net gmx.at web.de t-online.de freenet.de orange.fr free.fr wanadoo.fr
    laposte.net sfr.fr libero.it virgilio.it mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com naver.com daum.net
    hanmail.net nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp rediffmail.com comcast.net verizon.net att.net
    sbcglobal.net bellsouth.net cox.net charter.net btinternet.com sky.com bigpond.com telus.net shaw.ca rogers.com
    uol.com.br bol.com.br terra.com.br truemail.co.th csloxinfo.com inet.co.th
    """.split()
)
# These have one ending each: with another one it is a slip, not their branch in another country.
ONE_ENDING = {name.split(".")[0]: name for name in "gmail.com icloud.com protonmail.com foxmail.com qq.com".split()}
BY_NAME = {domain.partition(".")[0] for domain in KNOWN}
SHORTEST_NAME, LONG_NAME = 5, 8
"""Shorter names differ by a letter from companies of their own (aol, aon); in a long one two slips are still seen."""
BY_ENDING: dict[str, list[str]] = {}
for name, _dot, ending in sorted(domain.partition(".") for domain in KNOWN):
    if len(name) >= SHORTEST_NAME:
        BY_ENDING.setdefault(ending, []).append(name)
ENDINGS = {
    **dict.fromkeys("con cmo comm coom vom xom cpm ocm cim com. cob clm como cpom dom c0m comn".split(), "com"),
    **dict.fromkeys("nte ner netl nett ent bet. ne.t".split(), "net"),
    **dict.fromkeys("ogr orgg rog or.g".split(), "org"),
    **dict.fromkeys("co.ht co.tg co.thh c.th co.t cot.th".split(), "co.th"),
    **dict.fromkeys("co.k co.ku c.uk co.ukk".split(), "co.uk"),
}


@lru_cache(maxsize=65_536)
def is_disposable(domain: str) -> bool:
    """Whether addresses there are made to be thrown away; subdomains too."""
    labels = domain.split(".")
    return any(".".join(labels[at:]) in blocklist for at in range(len(labels) - 1))


@lru_cache(maxsize=65_536)
def meant(domain: str) -> str | None:
    """The well-known domain that was meant by a slip of the finger; None for what is no slip, as far as one sees."""
    if domain in KNOWN:
        return None
    name, _dot, ending = domain.partition(".")
    if name in ONE_ENDING:
        return ONE_ENDING[name]
    right = ENDINGS.get(ending)
    return nearest(name, right or ending) or (f"{name}.{right}" if right else None)


def nearest(name: str, ending: str) -> str | None:
    """The well-known domain with this ending whose name is a slip or two away."""
    if name in BY_NAME:
        return None
    near = extractOne(name, BY_ENDING.get(ending, ()), scorer=OSA.distance, score_cutoff=2)
    if near is None or near[1] > (2 if len(near[0]) >= LONG_NAME else 1):
        return None
    return f"{near[0]}.{ending}"
