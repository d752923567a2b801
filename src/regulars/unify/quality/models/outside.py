"""Outside validators, and what they said."""

from django.db import models


class Validator(models.Model):
    """A service of somebody else's that is asked about values of one field; its key is sealed. Off until switched on.

    `purpose` is what the business told its customers that such a check is for.
    """

    field = models.CharField(max_length=100, unique=True)
    url = models.URLField(max_length=500)
    sealed_key = models.BinaryField(default=b"")
    purpose = models.CharField(max_length=50)
    may_be_private = models.BooleanField(default=False)
    is_enabled = models.BooleanField(default=False)
    failing_since = models.BigIntegerField(null=True)

    class Meta:
        db_table = "quality_validator"

    def __str__(self) -> str:
        return self.field


class Answer(models.Model):
    """What was said of a value, by its keyed hash; asked again after `good_until` (µs)."""

    pk = models.CompositePrimaryKey("validator", "hash")
    validator = models.ForeignKey(Validator, on_delete=models.CASCADE)
    hash = models.BinaryField(max_length=32)
    verdict = models.CharField(max_length=10)
    good_until = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "quality_answer"

    def __str__(self) -> str:
        return self.verdict
