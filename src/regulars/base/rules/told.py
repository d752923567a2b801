"""Values that stand in the lake's column `other`, a JSON object, each read as its type has it: like `values.FITS`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import ibis

from regulars.base.fields.enums import Type
from regulars.base.fields.moments import EPOCH, to_datetime
from regulars.base.fields.values import AFTER_LAST, FIRST_MOMENT

if TYPE_CHECKING:
    import ibis.expr.types as ir

OTHER = "other"
WHOLE_NUMBER = "^-?[0-9]+$"
FEW_DIGITS = "^-?[0-9]{1,18}$"
"""No engine fails at the moments that these make."""
ISO_DAY = "^(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-[0-9]{2}-[0-9]{2}$"


def in_other(table: "ir.Table", name: str) -> "ir.JSONValue":
    """What the JSON of the column `other` has under a name."""
    return table[OTHER].cast("json")[name]


def whole_in(value: "ir.JSONValue") -> "ir.IntegerValue":
    """A whole number of 64 bits; others are null, as is a number with a point."""
    # What does not match is the empty text, and that is no number. Each mention of a value parses its JSON again.
    return value.cast("string").re_extract(WHOLE_NUMBER, 0).try_cast("int64")


def day_in(value: "ir.JSONValue") -> "ir.DateValue":
    """An ISO date; others are null."""
    return value.str.re_extract(ISO_DAY, 0).try_cast("date")


def moment_in(value: "ir.JSONValue") -> "ir.TimestampValue":
    """Microseconds since 1970 UTC; others are null."""
    moment = ibis.literal(EPOCH) + value.cast("string").re_extract(FEW_DIGITS, 0).try_cast("int64").as_interval("us")
    within = (moment >= to_datetime(FIRST_MOMENT)) & (moment < to_datetime(AFTER_LAST))
    return within.ifelse(moment, ibis.null(moment.type()))


def texts_in(value: "ir.JSONValue") -> "ir.ArrayValue":
    """A list of texts; other lists are null."""
    items = value.array
    texts = items.map(lambda each: each.str).filter(lambda each: each.notnull())
    return (texts.length() == items.length()).ifelse(texts, ibis.null("array<string>"))


READ: dict[Type, Callable[["ir.JSONValue"], "ir.Value"]] = {
    Type.INTEGER: whole_in,
    Type.BOOLEAN: lambda value: value.bool,
    Type.DATE: day_in,
    Type.MOMENT: moment_in,
    Type.LIST: texts_in,
    **dict.fromkeys((Type.TEXT, Type.EMAIL, Type.PHONE, Type.URL, Type.CHOICE), lambda value: value.str),
}
"""Type → what of a JSON value fits it, as `values.FITS` has it."""
