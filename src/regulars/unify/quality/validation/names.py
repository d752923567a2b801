"""Names of people: not `asdf`, not a test, not a number, not a company; in Latin, Thai, Chinese and Persian letters."""

import re
import unicodedata

from .letters import mended
from .verdict import Finding, doubtful, fine, repaired

ROWS = (
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "ๆไำพะัีรนยบล", "ฟหกดเ้่าสวง", "ผปแอิืทมใฝ",
    "ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدپو",
)  # fmt: skip
SHORTEST_RUN = 4
RUNS = frozenset(
    run
    for row in ROWS
    for line in (row, row[::-1])
    for at in range(len(line) - SHORTEST_RUN + 1)
    for run in [line[at : at + SHORTEST_RUN]]
)
# Such letters stand side by side in names of real people.
REAL_RUNS = frozenset({"were", "tyre", "erty", "rewq", "poiu"})
ALIKE = re.compile(r"([^\W\d])\1{3,}")
STAND_INS = frozenset(
    """
    test tester testing test1 tests asd asdf qwe qwer abc abcd xyz xxx xx none null nil na n/a unknown anonymous guest
    customer user admin name firstname lastname surname noname no-name nobody dummy sample example default undefined
    demo temp foo bar foobar lorem ipsum blah me
    ทดสอบ เทส เทสต์ ลูกค้า ไม่ระบุ ไม่มี ไม่ทราบ ไม่มีชื่อ ชื่อ นามสกุล
    测试 測試 测试用户 顾客 客户 用户 匿名 未知 无 無 姓名 先生 女士
    تست آزمایش آزمایشی مشتری کاربر ناشناس نامشخص ندارد نام
    """.split()
)
COMPANY = re.compile(
    r"\b(?:ltd|limited|llc|inc|corp|corporation|gmbh|s\.?a\.?r\.?l|plc|pty|co\.,?\s*ltd|company|enterprises?|holdings?)\b"
    r"|บริษัท|บจก|หจก|ห้างหุ้นส่วน|จำกัด|公司|集团|集團|有限|企业|شرکت|موسسه|مؤسسه",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"@|https?:|www\.")
# A number after a name (Somchai 2) or in it (D4ve), but not in words of ours such as 3rd and III.
ORDINALS = re.compile(r"\b(?:1st|2nd|3rd|\dth)\b", re.IGNORECASE)
WORD = re.compile(r"[^\s.,\-_'’·‌]+")


def check(value: object, _region: str | None) -> Finding:
    """What looks like no person's name; nothing is known of names that are only rare."""
    if not isinstance(value, str):
        return doubtful(value, "not_text")
    text = mended(value)
    if code := complaint(text):
        return doubtful(value, code)
    tidy = " ".join(text.split())
    return fine(value) if tidy == value else repaired(tidy, "written_otherwise")


def complaint(text: str) -> str:
    """What is wrong with a name, as a code; "" if nothing is seen."""
    folded = unicodedata.normalize("NFC", text).casefold().strip()
    if ADDRESS.search(folded):
        return "address_for_name"
    if any(character.isdigit() for character in ORDINALS.sub("", folded)):
        return "digits_in_name"
    words = WORD.findall(folded)
    if not words or not any(character.isalpha() for character in folded):
        return "no_letters"
    if " ".join(words) in STAND_INS or all(word in STAND_INS for word in words):
        return "stand_in_name"
    if any(is_typed_along(word) for word in words):
        return "keyboard_run"
    if ALIKE.search(folded):
        return "same_letters"
    return "company_for_name" if COMPANY.search(folded) else ""


def is_typed_along(word: str) -> bool:
    """Whether most of a word is keys that lie side by side."""
    starts = range(len(word) - SHORTEST_RUN + 1)
    along = {at + step for at in starts if is_run(word[at : at + SHORTEST_RUN]) for step in range(SHORTEST_RUN)}
    return len(along) * 3 >= len(word) * 2


def is_run(part: str) -> bool:
    return part in RUNS and part not in REAL_RUNS
