"""The outbox: every message that was to be sent, and what became of it."""

from django.db import models
from django.utils import timezone

from regulars.base import vault

from .enums import Channel, Problem, State

LABEL = "mail"


class OutboxMessage(models.Model):
    """A mail to one address, or a text message to one number. Its text is sealed: it may hold a link or a code.

    `said` is what the mail server or gateway answered when it went wrong; after `good_until` it is not sent any more.
    """

    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    sealed = models.BinaryField()
    message_id = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=20, blank=True, choices=Problem.choices)
    said = models.CharField(max_length=300, blank=True)
    created_by = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True)
    good_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "mail_message"
        indexes = [models.Index(fields=["state", "id"], name="mail_message_state")]

    def __str__(self) -> str:
        return self.subject

    @property
    def text(self) -> str:
        """What it says."""
        return vault.unseal(LABEL, bytes(self.sealed)).decode()

    @text.setter
    def text(self, text: str) -> None:
        self.sealed = vault.seal(LABEL, text.encode())

    @property
    def is_text(self) -> bool:
        """Whether it goes to a phone."""
        return self.channel == Channel.SMS

    @property
    def is_sent(self) -> bool:
        return self.state == State.SENT
