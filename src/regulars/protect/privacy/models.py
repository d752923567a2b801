"""Who was erased, and what must not come back."""

from django.db import models


class Suppression(models.Model):
    """A keyed hash of an identifier that was erased, for the time in which it was this person's.

    From `lifted_at` on, when the person came back, the value may be used again.
    """

    pk = models.CompositePrimaryKey("hash", "generation")
    hash = models.BinaryField(max_length=16)
    generation = models.PositiveIntegerField()
    from_at = models.BigIntegerField(null=True)
    until_at = models.BigIntegerField(null=True)
    position = models.BigIntegerField()
    erased_at = models.BigIntegerField()
    lifted_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "suppression"


class Erasure(models.Model):
    """One erasure, by the position of its decision: hidden at once, finished when the last byte is gone."""

    position = models.BigIntegerField(primary_key=True)
    root = models.BigIntegerField()
    keys = models.PositiveIntegerField()
    erased_at = models.BigIntegerField()
    finished_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "erasure"
