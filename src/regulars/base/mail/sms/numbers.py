"""Which numbers get text messages."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from regulars.base.fields import digits
from regulars.base.mail.errors import NumberInvalid

MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def mobile_number(written: str) -> str:
    """A number with its country's code in E.164. Raises NumberInvalid where no mobile phone can have it."""
    try:
        number = phonenumbers.parse(digits.to_ascii(written))
    except NumberParseException as error:
        raise NumberInvalid from error
    if phonenumbers.number_type(number) not in MOBILE:
        raise NumberInvalid
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def is_mobile(written: str) -> bool:
    """Whether a text message can go there."""
    try:
        mobile_number(written)
    except NumberInvalid:
        return False
    return True
