"""Lesson three: looking only where one's work leads."""

from django.utils.translation import gettext_lazy as _

from .lesson import Answer, Lesson, Question

ACCESS = Lesson(
    code="access",
    edition=1,
    title=_("Look only where your work leads you"),
    about=_("Access, masked fields, exports, passwords."),
    minutes=3,
    paragraphs=(
        _(
            "You may open a customer when your work for them asks for it. Every look, search, change and export is"
            " written down with your name. This protects customers, and it protects you."
        ),
        _(
            "Some fields show only dots. Your role does not need them every day. If you do need one, reveal it and"
            " write down the reason in words that a customer would understand."
        ),
        _(
            "An export leaves the house. Take only the columns and the people that you need, keep the file where"
            " others cannot open it, and delete it when the work is done."
        ),
        _(
            "Your account is you. Nobody else signs in with it, not even for a minute. Use a passkey or a long"
            " password that you use nowhere else, and lock the screen when you leave it."
        ),
    ),
    questions=(
        Question(
            _("Your neighbour is a customer. May you look up what she buys?"),
            (
                Answer(_("Yes, if I tell nobody"), _("Looking itself is the breach, and the look is written down.")),
                Answer(_("Only when my work for her asks for it")),
                Answer(_("Yes, I am allowed to open all customers"), _("What you can open is not what you may open.")),
            ),
        ),
        Question(
            _("A colleague has forgotten her password and asks for yours, for five minutes. What do you do?"),
            (
                Answer(
                    _("Type it in for her, so that she does not see it"),
                    _("What she does would be written down as yours."),
                ),
                Answer(_("Send her to an administrator, who can help at once")),
                Answer(
                    _("Tell her, and change it afterwards"),
                    _("For five minutes she would be you. An administrator can help at once."),
                ),
            ),
        ),
    ),
)
