"""Lesson one: what personal data is."""

from django.utils.translation import gettext_lazy as _

from .lesson import Answer, Lesson, Question

PERSONAL = Lesson(
    code="personal-data",
    edition=1,
    title=_("What personal data is"),
    about=_("What counts, what needs more care, and whose it is."),
    minutes=3,
    paragraphs=(
        _(
            "Personal data is everything that tells something about a person who can be recognised: a name and a phone"
            " number, but also a member card, a device, an order, a photo, a note that you wrote."
        ),
        _(
            "Some data can hurt people more than other data: health, religion, political views, origin, what they"
            " earn, where they are at night. The law protects it more strongly. Do not write it down unless the"
            " business has decided that it must be kept."
        ),
        _(
            "The data belongs to your customers. The business may use it for what it was given for, and has to look"
            " after it as you look after a key that somebody left with you."
        ),
    ),
    questions=(
        Question(
            _("Which of these is personal data?"),
            (
                Answer(
                    _("The number of cups sold yesterday"),
                    _("A sum says nothing about a person who can be recognised."),
                ),
                Answer(_("The orders of member card 004 512")),
                Answer(_("The opening hours of the shop"), _("They are about the shop and not about a person.")),
            ),
        ),
        Question(
            _("A customer tells you that she is ill and therefore comes less often. What do you write into the notes?"),
            (
                Answer(
                    _("The name of the illness, so that colleagues can be kind"),
                    _("Health is specially protected. Colleagues can be kind without knowing it."),
                ),
                Answer(_("That she will come less often for a while")),
                Answer(
                    _("The illness, but marked as secret"),
                    _("It would still be written down, and somebody can read it one day."),
                ),
            ),
        ),
    ),
)
