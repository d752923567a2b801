"""Lesson two: purposes and consent."""

from django.utils.translation import gettext_lazy as _

from .lesson import Answer, Lesson, Question

PURPOSE = Lesson(
    code="purpose",
    edition=1,
    title=_("Ask, say what for, and keep to it"),
    about=_("Purposes, consent, and collecting no more than is needed."),
    minutes=3,
    paragraphs=(
        _(
            "Before you ask a customer for something, know what it is for. If nobody can say what a field is for, do"
            " not ask for it: it costs time, it ages, and it can be lost."
        ),
        _(
            "Some uses need a yes, such as news and offers by e-mail or message. A yes counts only if it was given"
            " freely, for this use, by a clear action. It can be taken back at any time, as easily as it was given."
        ),
        _(
            "What was given for one purpose stays there. A phone number for the delivery is for the delivery, until"
            " the customer agrees to more."
        ),
    ),
    questions=(
        Question(
            _("A customer gave you his number for a delivery. May the shop send him offers to it?"),
            (
                Answer(_("Yes, he is a customer"), _("Being a customer is no yes to offers.")),
                Answer(_("Only if he also said yes to offers")),
                Answer(
                    _("Yes, if the message is short"), _("The length makes no difference: the purpose is another one.")
                ),
            ),
        ),
        Question(
            _("A form has a box “Yes, send me news” that is ticked already. Is that a consent?"),
            (
                Answer(
                    _("Yes, whoever does not want it can untick it"),
                    _("A consent needs a clear action, and leaving a box alone is none."),
                ),
                Answer(_("No, the customer has to tick it")),
                Answer(_("Yes, if the text is large enough"), _("Size does not turn silence into a yes.")),
            ),
        ),
        Question(
            _("The form for the loyalty card asks for the number of children. Nobody knows why. What do you do?"),
            (
                Answer(_("Take the question out, or find out what it is for")),
                Answer(
                    _("Leave it: more data is always better"),
                    _("Data without a purpose costs, ages and can be lost. The law forbids collecting it."),
                ),
                Answer(
                    _("Make it optional and keep it"), _("Optional or not: without a purpose it may not be collected.")
                ),
            ),
        ),
    ),
)
