"""The mail app's error tree; messages are fit for the user."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .enums import Problem


class MailError(Exception):
    """Base of all."""

    message = _("This mail cannot be sent.")

    def __str__(self) -> str:
        return str(self.message)


class RecipientInvalid(MailError):
    message = _("This is not an e-mail address.")


class SubjectInvalid(MailError):
    message = _("A subject is one line of text.")


class MessageUnknown(MailError):
    message = _("There is no such message in the outbox.")


class SendingFailed(MailError):
    """What went wrong with one attempt; `said` is what the server answered, `is_final` whether trying again is vain."""

    def __init__(self, problem: "Problem", said: str = "", *, is_final: bool) -> None:
        super().__init__(problem, said)
        self.problem, self.said, self.is_final = problem, said, is_final

    def __str__(self) -> str:
        return str(self.problem.label)
