"""Names of months, by calendar and language (CLDR), to write them and to read them again."""

import re
from functools import cache

from regulars.base.fields import digits
from regulars.base.fields.enums import Calendar

SOLAR: dict[str, list[str]] = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
    "th": "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split(),
    "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر".split(),
}
JALALI: dict[str, list[str]] = {
    "en": "Farvardin Ordibehesht Khordad Tir Mordad Shahrivar Mehr Aban Azar Dey Bahman Esfand".split(),
    "th": "ฟาร์วาร์ดิน ออร์ดิเบเฮชต์ คอร์แดด เตอร์ มอร์แดด ชาหริวาร์ เมฮร์ อะบาน อะซาร์ เดย์ บาฮ์มาน เอสฟานด์".split(),
    "fa": "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split(),
}
LONG: tuple[list[str], ...] = (
    "January February March April May June July August September October November December".split(),
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม".split(),
)
_NAMED = re.compile(r"(\d{1,2})\s*([^\d\s][^\d]*?)\s*,?\s*(\d{4})")


def names(calendar: Calendar, language: str) -> list[str]:
    """The twelve months as that language writes them beside a day; Chinese writes numbers and has none here."""
    table = JALALI if calendar is Calendar.JALALI else SOLAR
    return table.get(language, table["en"])


def numbered(text: str) -> str | None:
    """A day with the name of its month, such as “14 พ.ค. 2531”, as year-month-day; None for other texts."""
    match = _NAMED.fullmatch(digits.to_ascii(text).strip())
    month = known().get(folded(match.group(2))) if match else None
    return f"{match.group(3)}-{month:02}-{int(match.group(1)):02}" if match and month else None


@cache
def known() -> dict[str, int]:
    """The number of every month by its name. No name means two numbers."""
    lists = (*SOLAR.values(), *JALALI.values(), *LONG)
    return {folded(name): number for months in lists for number, name in enumerate(months, 1)}


def folded(name: str) -> str:
    """A name as it is compared: whatever its case, dots and the shape of its Persian letters."""
    return name.strip().rstrip(".").casefold().translate({ord("ي"): "ی", ord("ك"): "ک"})
