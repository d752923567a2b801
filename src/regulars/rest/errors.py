"""The error tree of the REST door: what is wrong with a request, in words for the program's developer."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RestError(Exception):
    """Base of all errors about requests; `values` fill the message."""

    message: str | Promise = _("This request cannot be answered.")

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values = values

    def __str__(self) -> str:
        return str(self.message).format(**self.values)


class BodyUnreadable(RestError):
    message = _("The body is not a JSON document.")


class RequestUnreadable(RestError):
    message = _("The address contains a character that no value here can have.")


class ParameterUnknown(RestError):
    message = _("There is no parameter “{name}” here.")


class ParameterRepeated(RestError):
    message = _("Give the parameter “{name}” once.")


class CursorInvalid(RestError):
    message = _("This cursor is not one that this list gave out.")


class IdempotencyKeyInvalid(RestError):
    message = _("An Idempotency-Key has 1 to 255 printable ASCII characters.")


class KeyMissing(RestError):
    message = _("Send an API key that is not revoked: Authorization: Bearer rk_…")


class ScopeMissing(RestError):
    message = _("This API key lacks the scope {scope}.")


class NotFound(RestError):
    message = _("There is nothing here.")


class MethodNotAllowed(RestError):
    message = _("This address does not know this method. See the Allow header.")


class StillRunning(RestError):
    message = _("A request with this Idempotency-Key is being carried out. Send it again in a moment.")


class JobNotFailed(RestError):
    message = _("Only a job that failed can be tried again.")


class BodyTooLarge(RestError):
    message = _("The body may have at most {limit} bytes.")


class MediaTypeUnsupported(RestError):
    message = _("Send the body as application/json.")


class KeyReused(RestError):
    message = _("This Idempotency-Key came with another request before. Choose a new one.")


class FilterInvalid(RestError):
    message = _("{reason}")


class TooManyRequests(RestError):
    message = _("Too many requests with this key. Wait {wait} seconds.")
