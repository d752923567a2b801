"""What is announced, and what became of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageType(TextChoices):
    """What happened to a customer."""

    CREATED = "customer.created", _("a customer is new")
    UPDATED = "customer.updated", _("a customer's profile changed")
    MERGED = "customer.merged", _("two customers became one")
    UNDONE = "customer.undone", _("a merge was undone")
    ERASED = "customer.erased", _("a customer was erased")


class DeliveryState(TextChoices):
    """Waiting deliveries are tried again; failed ones only when somebody replays them."""

    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")
