"""Steps of cleaning: which spellings became which, when, and whether that holds at the doors too."""

from django.db import models


class CleaningStep(models.Model):
    """One field's values that were merged into one, over all customers at once.

    Times are µs since 1970 UTC. While `rule_until` is null, `is_rule` makes what arrives with one of the values say
    the other. `changed` counts customers; `ended_at` is null while the work goes on.
    """

    field = models.CharField(max_length=100)
    values = models.JSONField()
    into = models.TextField()
    is_rule = models.BooleanField(default=False)
    actor = models.CharField(max_length=100)
    made_at = models.BigIntegerField()
    done = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    ended_at = models.BigIntegerField(null=True)
    rule_until = models.BigIntegerField(null=True)
    undone_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "quality_cleaning_step"

    def __str__(self) -> str:
        return f"{self.field}: {self.into}"

    @property
    def batch(self) -> int:
        """The batch of the corrections that it makes: far above those of imports, whose numbers count from 1."""
        return FIRST_BATCH + int(self.pk)


FIRST_BATCH = 1 << 40
