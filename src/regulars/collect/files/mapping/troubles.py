"""What can be wrong with a cell or a row, beside what the normalizers doubt, and what to do about it in words."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.unify.facts.normalize import Doubt, complaint
from regulars.unify.quality.validation import because


class Code(StrEnum):
    """Beside those of `Doubt` and of `quality.validation`; the first six and `UNKNOWN_CUSTOMER` reject a row."""

    SAYS_NOTHING = "says_nothing"
    NO_ORDER = "no_order"
    NO_PRODUCT = "no_product"
    NOBODY = "nobody"
    NO_ANSWER = "no_answer"
    NO_BALANCE = "no_balance"
    STANDS_FOR_NOBODY = "stands_for_nobody"
    NOT_AN_AMOUNT = "not_an_amount"
    UNCLEAR_ANSWER = "unclear_answer"
    UNKNOWN_PURPOSE = "unknown_purpose"
    UNKNOWN_CUSTOMER = "unknown_customer"
    KNOWN_OTHERWISE = "known_otherwise"
    OTHER_DATABASE = "other_database"


SENTENCES: dict[str, str | Promise] = {
    Code.SAYS_NOTHING: gettext_lazy("The row says nothing about a customer. Fill in a name, e-mail address or phone."),
    Code.NO_ORDER: gettext_lazy("The row has no order number. Fill it in."),
    Code.NO_PRODUCT: gettext_lazy("The row has no product number. Fill it in."),
    Code.NOBODY: gettext_lazy("The row does not say whose it is. Fill in a customer number, e-mail address or phone."),
    Code.NO_ANSWER: gettext_lazy("The row has no answer that can be read. Write yes or no."),
    Code.NO_BALANCE: gettext_lazy("The row has no number of points that can be read. Fill it in."),
    Code.STANDS_FOR_NOBODY: gettext_lazy("This stands for nobody in particular. Leave the cell empty."),
    Code.NOT_AN_AMOUNT: gettext_lazy("Write an amount in digits, such as 1250.00."),
    Code.UNCLEAR_ANSWER: gettext_lazy("Write yes or no."),
    Code.UNKNOWN_PURPOSE: gettext_lazy("There is no such purpose. Choose one of yours."),
    Code.UNKNOWN_CUSTOMER: gettext_lazy("There is no such customer any more. Empty the cell to bring in a new one."),
    Code.KNOWN_OTHERWISE: gettext_lazy(
        "These IDs are nobody’s here. The rows go to whoever has their phone, e-mail address or other number: see"
        " whether that is the same person."
    ),
    Code.OTHER_DATABASE: gettext_lazy(
        "These IDs are from another Regulars, so they are not used. The rows go to whoever has their phone, e-mail"
        " address or other number, or make somebody new."
    ),
}


def sentence(code: str, target: str = "") -> str:
    """What to do about a problem in a column of this target."""
    if code in SENTENCES:
        return str(SENTENCES[code])
    if code in set(Doubt):
        return complaint(target.partition(":")[2], Doubt(code))
    return _("{reason}. Correct it, or keep it as it is.").format(reason=because(code))
