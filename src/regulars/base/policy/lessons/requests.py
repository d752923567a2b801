"""Lesson four: when customers ask for their rights."""

from django.utils.translation import gettext_lazy as _

from .lesson import Answer, Lesson, Question

REQUESTS = Lesson(
    code="requests",
    edition=1,
    title=_("When a customer asks"),
    about=_("To see, correct or erase what is known, and to say no."),
    minutes=3,
    paragraphs=(
        _(
            "Customers may ask what you know about them, have it corrected, get a copy, have it erased, and say no to"
            " messages. They need no form and no reason: a sentence at the counter is enough."
        ),
        _(
            "A no to messages is carried out at once. For the rest the law gives a time: one month in the European"
            " Union, 30 days in Thailand, 45 days in California. The clock starts when the customer asks, not when"
            " somebody reads it. So pass it on the same day."
        ),
        _(
            "Before you hand out or erase anything, be sure who is asking. Check with what you know already, such as"
            " a code to the known e-mail address. Do not ask for more data than you need for that."
        ),
    ),
    questions=(
        Question(
            _("At the counter a customer says: please delete everything about me. What do you do?"),
            (
                Answer(_("Ask him to write a letter"), _("He does not have to. Saying it is enough.")),
                Answer(_("Note it down and pass it on today")),
                Answer(_("Wait whether he asks again"), _("The time that the law gives runs already.")),
            ),
        ),
        Question(
            _("Somebody phones and wants to know the address of a customer, “my wife”. What do you do?"),
            (
                Answer(
                    _("Tell him, if the name is right"),
                    _("Anybody can know a name. People can be in danger because of this."),
                ),
                Answer(_("Tell him nothing, and not even whether she is a customer")),
                Answer(_("Only confirm the street that he names"), _("That also tells him where she lives.")),
            ),
        ),
    ),
)
