"""Lesson five: when something goes wrong."""

from django.utils.translation import gettext_lazy as _

from .lesson import Answer, Lesson, Question

INCIDENTS = Lesson(
    code="incidents",
    edition=1,
    title=_("When something goes wrong"),
    about=_("Lost devices, wrong recipients, odd messages: say it at once."),
    minutes=2,
    paragraphs=(
        _(
            "A phone is lost, a list went to the wrong address, a stranger sat at the counter screen, a message asks"
            " you to sign in on a page that looks a little different. All of these can put customers at risk."
        ),
        _(
            "Say it at once to the owner or an administrator, by day or night. They can end your sessions, take keys"
            " back and see in the audit trail what happened. Some laws give the business only 72 hours to tell the"
            " authority."
        ),
        _("Do not try to cover it up or to mend it alone, and delete nothing. Whoever tells quickly has done right."),
    ),
    questions=(
        Question(
            _("You sent a customer list to a wrong address. What comes first?"),
            (
                Answer(
                    _("Ask the recipient to delete it, and leave it at that"),
                    _("Asking is good, but the owner has to know at once."),
                ),
                Answer(_("Tell the owner or an administrator at once")),
                Answer(
                    _("Wait whether anybody notices"),
                    _("Every hour counts: for the customers, and for the time that the law gives."),
                ),
            ),
        ),
        Question(
            _("A message says that your account will be closed unless you sign in through its link. What do you do?"),
            (
                Answer(_("Sign in quickly"), _("It hurries you so that you do not look where the link leads.")),
                Answer(_("Leave the link, open Regulars as always, and tell an administrator")),
                Answer(
                    _("Answer and ask whether it is genuine"),
                    _("A forged message gets a forged answer. Ask an administrator."),
                ),
            ),
        ),
    ),
)
