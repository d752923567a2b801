"""Codes that were sent to customers, to see whether an address or a number is theirs."""

from django.db import models


class Code(models.Model):
    """A code for one identifier, as a keyed hash; moments in µs. Closed ones are kept for a day, to throttle."""

    key = models.BigIntegerField(db_index=True)
    hash = models.BinaryField(max_length=32)
    actor = models.CharField(max_length=64)
    sent_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    tries = models.PositiveSmallIntegerField(default=0)
    closed_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "quality_code"
        constraints = [
            models.UniqueConstraint("key", name="quality_code_open", condition=models.Q(closed_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"code for {self.key}"
