"""Who wants to hear what, what there was to say, and what became of each delivery."""

from django.db import models
from django.utils import timezone

from .enums import DeliveryState, MessageType


class Endpoint(models.Model):
    """An address that is told. The signing secret is sealed; no `events` means all of them."""

    url = models.URLField(max_length=2000)
    description = models.CharField(max_length=200, blank=True)
    events = models.JSONField(default=list)
    secret = models.BinaryField()
    is_enabled = models.BooleanField(default=True)
    disabled_because = models.CharField(max_length=200, blank=True)
    failing_since = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    created_by = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        db_table = "webhook_endpoint"

    def __str__(self) -> str:
        return self.url


class Message(models.Model):
    """Something that happened, said once: `once` is what makes it the same when it is told again.

    `data` holds keys and names, never a value of a person, so that nothing has to be erased here or elsewhere.
    """

    once = models.CharField(max_length=100, unique=True)
    type = models.CharField(max_length=40, choices=MessageType.choices)
    occurred_at = models.BigIntegerField()
    data = models.JSONField()

    class Meta:
        db_table = "webhook_message"

    def __str__(self) -> str:
        return f"msg_{self.pk}"


class Delivery(models.Model):
    """One message on its way to one endpoint; `log` has the last attempts: when, status, milliseconds, error."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    log = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "webhook_delivery"
        constraints = [models.UniqueConstraint(fields=["message", "endpoint"], name="webhook_delivery_once")]
        indexes = [models.Index(fields=["endpoint", "state", "id"], name="webhook_delivery_state")]

    def __str__(self) -> str:
        return f"{self.message_id} to {self.endpoint_id}"
