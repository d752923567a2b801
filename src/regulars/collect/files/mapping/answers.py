"""Words for choices and for yes and no, in four languages, and what each stands for."""

from functools import lru_cache

from django.utils import translation
from django.utils.functional import Promise

from regulars.base.fields.queries import current
from regulars.collect.files.mapping.cells import folded

LANGUAGES = ("en", "th", "zh-hans", "fa")
YES = """true yes y 1 t ok agree agreed accept accepted subscribed given granted opted-in optin allow allowed on
x ✓ ✔ ☑
ใช่ ยินยอม ตกลง ยอมรับ รับ เห็นด้วย สมัคร มี ได้
是 同意 接受 已同意 已订阅 订阅 对 有 愿意 确认 真
بله بلی آری موافق موافقم قبول دارد رضایت درست فعال"""
NO = """false no n 0 f disagree declined decline refused rejected unsubscribed opted-out optout deny denied off
✗ ✘ ☐
ไม่ ไม่ใช่ ไม่ยินยอม ไม่ตกลง ไม่ยอมรับ ไม่รับ ยกเลิก ปฏิเสธ ไม่สมัคร ไม่ได้
否 不 不同意 拒绝 未同意 未订阅 退订 不是 没有 不愿意 假
خیر نه نخیر مخالف مخالفم ندارم قبول‌ندارم عدم‌رضایت لغو غیرفعال"""
WORDS = {
    "gender": {
        "female": "f w woman female girl miss mrs ms ญ หญิง ผู้หญิง สตรี เพศหญิง น.ส. นาง นางสาว 女 女性 女士 小姐 女生"
        " زن خانم مونث مؤنث بانو دختر",
        "male": "m man male boy mr ช ชาย ผู้ชาย บุรุษ เพศชาย นาย 男 男性 男士 先生 男生 مرد آقا مذکر پسر آقای",
        "other": "o other others diverse non-binary nonbinary lgbt lgbtq lgbtq+ อื่นๆ อื่น เพศทางเลือก ไม่ระบุเพศ 其他 其它"
        " سایر دیگر",
    },
    "marital_status": {
        "single": "single unmarried s โสด 未婚 单身 單身 مجرد",
        "married": "married m แต่งงาน แต่งงานแล้ว สมรส สมรสแล้ว 已婚 متاهل متأهل",
        "partnered": "partnered partner มีแฟน มีคู่ อยู่ด้วยกัน 同居 恋爱中 نامزد",
        "separated": "separated แยกกันอยู่ 分居 جدا متارکه",
        "divorced": "divorced d หย่า หย่าร้าง 离异 离婚 離婚 مطلقه طلاق",
        "widowed": "widowed widow widower w หม้าย ม่าย 丧偶 喪偶 بیوه همسر‌فوت‌شده",
    },
}
"""Field → choice → words."""
STATUSES = {
    "cancelled": "cancelled canceled voided void failed expired rejected trash ยกเลิก ยกเลิกแล้ว โมฆะ"
    " 已取消 取消 已关闭 关闭 交易关闭 作废"
    " لغو لغو‌شده لغوشده کنسل کنسل‌شده باطل ناموفق",
    "refunded": "refunded returned คืนเงิน คืนเงินแล้ว คืนสินค้า 已退款 退款 退货 已退货 退款成功"
    " مسترد مسترد‌شده مستردشده مرجوع مرجوعی عودت",
}
"""What became of an order → words."""


def in_languages(words: str | Promise) -> list[str]:
    """The same words in every language."""
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found.append(str(words))
    return found


def _table(words: dict[str, str]) -> dict[str, str]:
    return {folded(word): meant for meant, listed in words.items() for word in listed.split()}


ANSWERS = _table({"true": YES, "false": NO}) | {"✓": "true", "✔": "true", "☑": "true", "✗": "false", "☐": "false"}
_STATUS = _table(STATUSES)


def answer(cell: str) -> bool | None:
    """Yes or no; None for other words."""
    said = ANSWERS.get(folded(cell) or cell.strip())
    return None if said is None else said == "true"


def status(cell: str) -> str:
    """ "cancelled" or "refunded", or "" for an order that stands."""
    return _STATUS.get(folded(cell), "")


def choice(field: str, cell: str) -> str | None:
    """The choice that a word stands for, in whatever language; None for other words."""
    return choices(current().version, field).get(folded(cell))


@lru_cache(maxsize=300)
def choices(_version: str, field: str) -> dict[str, str]:
    """Folded word → choice: the codes, what they are called in every language, and what people write for them."""
    found = _table(WORDS.get(field, {}))
    known = current().by_name.get(field)
    if known is None:
        return found
    found |= {folded(said): code for code, words in known.words.items() for said in in_languages(words)}
    return found | {folded(code): code for code in known.validation.choices}
