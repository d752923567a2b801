"""The four scripts of the made-up people: how their names, phones, dates and households are written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from regulars.base.fields import calendars
from regulars.base.fields.enums import Calendar

PERSIAN_ZERO = "۰"
AREAS = (
    "201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 "
    "251 252 253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316"
).split()


@dataclass(frozen=True, slots=True)
class Script:
    """`phone` makes a number in E.164 out of a serial number below 5,200: different ones for different serials."""

    language: str
    locale: str
    country: str
    home: str
    phone: Callable[[int], str]
    calendar: Calendar = Calendar.GREGORIAN
    zero: str = "0"
    family_first: bool = False

    def birthday(self, day: date) -> str:
        """The day as people of this script like to write it."""
        return calendars.write(day, self.calendar, self.zero)


def _american(serial: int) -> str:
    """555-0100 to 555-0199 are kept free for fiction in every area."""
    return f"+1{AREAS[serial // 100]}55501{serial % 100:02}"


def _mobile(prefix: str, digits: int) -> Callable[[int], str]:
    return lambda serial: f"{prefix}{(serial * 7_919 + 1_234_567) % 10**digits:0{digits}}"


ENGLISH = Script("en", "en_US", "US", "{} household", _american)
THAI = Script("th", "th_TH", "TH", "บ้าน{}", _mobile("+6681", 7), Calendar.BUDDHIST)
CHINESE = Script("zh", "zh_CN", "CN", "{}家", _mobile("+86138", 8), family_first=True)
PERSIAN = Script("fa", "fa_IR", "IR", "خانوادهٔ {}", _mobile("+98912", 7), Calendar.JALALI, PERSIAN_ZERO)

SCRIPTS = (ENGLISH, THAI, CHINESE, PERSIAN)


def script_of(household: int) -> Script:
    """Of twenty households eleven are English, three Thai, three Chinese and three Persian."""
    return (ENGLISH, THAI, CHINESE, PERSIAN)[
        (0, 1, 0, 2, 0, 3, 0, 1, 0, 2, 0, 3, 0, 1, 0, 2, 0, 3, 0, 0)[household % 20]
    ]
