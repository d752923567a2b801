"""The mail app's error tree; messages are fit for the user."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .enums import Problem


class MailError(Exception):
    """Base of all."""

    message = _("This message cannot be sent.")

    def __str__(self) -> str:
        return str(self.message)


class RecipientInvalid(MailError):
    message = _("This is not an e-mail address.")


class SubjectInvalid(MailError):
    message = _("A subject is one line of text.")


class MessageUnknown(MailError):
    message = _("There is no such message in the outbox.")


class NumberInvalid(MailError):
    message = _("Write a mobile number with + and its country’s code, such as +66 81 234 5678.")


class TooManyTexts(MailError):
    message = _("So many text messages were written within this hour that no more go out. Wait, or call.")


class GatewayRefused(MailError):
    message = _(
        "Begin the address with the name of a service in the list below, such as twilio://, or with jsons:// for a"
        " gateway of your own."
    )


class OwnGatewayRefused(GatewayRefused):
    message = _("Write the address as jsons://user:password@gateway.example/path.")


class ServiceAddressInvalid(GatewayRefused):
    """What is wrong with the address of a service; says how one looks."""

    message = _("An address of {service} looks like this: {shape}")

    def __init__(self, service: str, shape: str) -> None:
        super().__init__(service, shape)
        self.service, self.shape = service, shape

    def __str__(self) -> str:
        return str(self.message).format(service=self.service, shape=self.shape)


class SendingFailed(MailError):
    """What went wrong with one attempt; `said` is what the server answered, `is_final` whether trying again is vain."""

    def __init__(self, problem: "Problem", said: str = "", *, is_final: bool) -> None:
        super().__init__(problem, said)
        self.problem, self.said, self.is_final = problem, said, is_final

    def __str__(self) -> str:
        return str(self.problem.label)
