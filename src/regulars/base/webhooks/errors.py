"""What can be wrong with a webhook."""

from django.utils.translation import gettext_lazy as _


class WebhookError(Exception):
    """Base of all; its text is fit for a person."""

    message = _("This webhook cannot be used.")

    def __init__(self, message: object = "") -> None:
        super().__init__(str(message or self.message))


class EndpointUnknown(WebhookError):
    message = _("There is no such webhook endpoint.")


class DeliveryUnknown(WebhookError):
    message = _("There is no such delivery.")


class AddressRefused(WebhookError):
    message = _("Give an address that starts with https:// (http:// only inside your own network), without a password.")


class TypeUnknown(WebhookError):
    message = _("There is no such type of event.")
