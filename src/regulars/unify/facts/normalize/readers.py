"""How a value of each field type is read: the normalized value, or the value as written with a doubt."""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache, partial

from regulars.base.fields import digits, queries
from regulars.base.fields.dictionary import Field
from regulars.base.fields.enums import Type
from regulars.base.fields.shapes import has_shape
from regulars.unify.facts.normalize.emails import email
from regulars.unify.facts.normalize.phones import phone
from regulars.unify.facts.normalize.texts import json_value, text
from regulars.unify.facts.normalize.times import date, timestamp


class Doubt(StrEnum):
    """Why a value was kept as it was written, or counts for less."""

    NOT_AN_EMAIL = "not_an_email"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_DATE = "not_a_date"
    NOT_A_MOMENT = "not_a_moment"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_CHOICE = "not_a_choice"
    NOT_TEXT = "not_text"
    OUT_OF_BOUNDS = "out_of_bounds"
    OTHER_SHAPE = "other_shape"
    TWO_SPELLINGS = "two_spellings"


Reading = tuple[object, Doubt | None]
Reader = Callable[[object], Reading]

_GENDERS = {
    word: gender
    for gender, words in {
        "female": "f female woman หญิง 女 女性 زن خانم",
        "male": "m male man ชาย 男 男性 مرد آقا",
    }.items()
    for word in words.split()
}
_YES = frozenset({"true", "yes", "y", "1", "ใช่", "是", "بله"})
_NO = frozenset({"false", "no", "n", "0", "ไม่", "ไม่ใช่", "否", "خیر"})


def readers(region: str | None) -> dict[str, Reader]:
    """The reader of every field, by canonical name, for a source whose phone numbers are of this region."""
    return _readers(queries.current().version, region)


@lru_cache(maxsize=300)
def _readers(_version: str, region: str | None) -> dict[str, Reader]:
    return {field.name: _reader(field, region) for field in queries.every_field()}


def _reader(field: Field, region: str | None) -> Reader:
    limits = field.validation
    simple: dict[Type, Reader] = {
        Type.EMAIL: _email,
        Type.PHONE: partial(_phone, region),
        Type.DATE: _date,
        Type.MOMENT: _moment,
        Type.INTEGER: partial(_integer, limits.minimum, limits.maximum),
        Type.BOOLEAN: _boolean,
        Type.CHOICE: partial(_choice, limits.choices, _GENDERS if field.name == "gender" else {}),
        Type.LIST: _list,
    }
    return simple.get(field.type, partial(_text, limits.max_length, limits.shape))


def _as_text(value: object) -> str | None:
    """Text, or a whole number that stands where text is expected (a postal code in JSON); None for other values."""
    if isinstance(value, str):
        return text(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _text(max_length: int, shape: str, value: object) -> Reading:
    written = _as_text(value)
    if written is None:
        return json_value(value), Doubt.NOT_TEXT
    if len(written) > max_length:
        return written, Doubt.OUT_OF_BOUNDS
    return written, Doubt.OTHER_SHAPE if shape and not has_shape(written, shape) else None


def _email(value: object) -> Reading:
    found = email(value) if isinstance(value, str) else None
    return (found, None) if found else (json_value(value), Doubt.NOT_AN_EMAIL)


def _phone(region: str | None, value: object) -> Reading:
    written = _as_text(value)
    found = phone(written, region) if written else None
    return (found, None) if found else (json_value(value), Doubt.NOT_A_PHONE)


def _date(value: object) -> Reading:
    written = _as_text(value)
    found = date(written) if written else None
    return (found, None) if found else (json_value(value), Doubt.NOT_A_DATE)


def _moment(value: object) -> Reading:
    found = timestamp(value) if isinstance(value, str | int | float) else None
    return (json_value(value), Doubt.NOT_A_MOMENT) if found is None else (found, None)


def _integer(minimum: int | None, maximum: int | None, value: object) -> Reading:
    number = _whole(value)
    if number is None:
        return json_value(value), Doubt.NOT_A_NUMBER
    within = (minimum is None or minimum <= number) and (maximum is None or number <= maximum)
    return number, None if within else Doubt.OUT_OF_BOUNDS


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return int(value)
    if isinstance(value, str):
        written = digits.to_ascii(value).strip().replace(",", "")
        return int(written) if written.removeprefix("-").isdecimal() and len(written) <= 18 else None
    return None


def _boolean(value: object) -> Reading:
    word = str(value).casefold().strip()
    if word in _YES or word in _NO:
        return word in _YES, None
    return json_value(value), Doubt.NOT_A_CHOICE


def _choice(choices: tuple[str, ...], words: dict[str, str], value: object) -> Reading:
    word = text(value).casefold() if isinstance(value, str) else ""
    word = words.get(word, word)
    return (word, None) if word in choices else (json_value(value), Doubt.NOT_A_CHOICE)


def _list(value: object) -> Reading:
    tidy = json_value(value)
    if isinstance(tidy, str):
        return [tidy], None
    return tidy, None if isinstance(tidy, list | dict) else Doubt.NOT_TEXT
