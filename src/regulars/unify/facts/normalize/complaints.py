"""Why a value does not fit its field, as a sentence for whoever typed it that says what to write instead."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from regulars.base.fields import display
from regulars.base.fields.dictionary import Field
from regulars.base.fields.enums import Type
from regulars.base.fields.queries import find_field
from regulars.unify.facts.normalize.readers import Doubt

MOST_CHOICES = 20


def complaint(trait: str, doubt: Doubt) -> str:
    """What to write instead of a value of which this is doubtful."""
    field = find_field(trait)
    if field and doubt in OF_FIELD:
        return OF_FIELD[doubt](field)
    return {
        Doubt.NOT_AN_EMAIL: _("Write an e-mail address, such as mali@shop.example."),
        Doubt.NOT_A_PHONE: _("Write a phone number with + and the country, such as +66 81 234 5678."),
        Doubt.NOT_A_DATE: _("Write a day with its year, month and day, the year first."),
        Doubt.NOT_A_MOMENT: _("Write a day and a time, such as 2026-03-01T18:00:00+07:00."),
        Doubt.NOT_A_NUMBER: _("Write a whole number."),
        Doubt.TWO_SPELLINGS: _("It is given twice, with different values. Give it once."),
    }.get(doubt, _("Write a text."))


def _bounds(field: Field) -> str:
    limits = field.validation
    low, high = (None if bound is None else display.number(bound) for bound in (limits.minimum, limits.maximum))
    if field.type is not Type.INTEGER:
        return _("Write at most {count} characters.").format(count=display.number(limits.max_length))
    if low is None:
        return _("Write a number of at most {high}.").format(high=high)
    if high is None:
        return _("Write a number from {low} on.").format(low=low)
    return _("Write a number from {low} to {high}.").format(low=low, high=high)


def _shape(field: Field) -> str:
    words = _("Write it in the shape {shape}: 9 stands for a digit, A for a letter.")
    return words.format(shape=field.validation.shape)


def _choice(field: Field) -> str:
    if field.type is Type.BOOLEAN:
        return _("Write yes or no.")
    choices = [str(field.words.get(code, code)) for code in field.validation.choices[:MOST_CHOICES]]
    return _("Choose one of these: {choices}.").format(choices=_(", ").join(choices))


OF_FIELD: dict[Doubt, Callable[[Field], str]] = {
    Doubt.OUT_OF_BOUNDS: _bounds,
    Doubt.OTHER_SHAPE: _shape,
    Doubt.NOT_A_CHOICE: _choice,
}
