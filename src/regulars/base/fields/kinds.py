"""The types of fields as they are offered, each with what it is for."""

from django.utils.translation import gettext_lazy as _

from regulars.base.fields.enums import Type

KINDS = (
    (Type.TEXT, _("Any text: a membership number, a favourite seat.")),
    (Type.CHOICE, _("One of a few values that you write down.")),
    (Type.LIST, _("Several texts: allergies, favourite teas.")),
    (Type.INTEGER, _("A number without a point: a shoe size, points.")),
    (Type.BOOLEAN, _("Yes or no.")),
    (Type.DATE, _("A day, in any calendar.")),
    (Type.MOMENT, _("A day and the time on it.")),
    (Type.EMAIL, _("A further e-mail address.")),
    (Type.PHONE, _("A further phone number.")),
    (Type.URL, _("The address of a page.")),
)
"""Type → when to choose it."""
