"""What was erased, how far the erasure has come, and what must not come back."""

from django.db import models


class Suppression(models.Model):
    """A keyed hash of an identifier that was erased. After `lifted_at` the value may be used again."""

    hash = models.BinaryField(primary_key=True, max_length=16)
    erased_at = models.BigIntegerField()
    lifted_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "suppression"


class Erasure(models.Model):
    """One erasure: hidden at once, done when the last byte is gone."""

    position = models.BigIntegerField(primary_key=True)
    root = models.BigIntegerField()
    keys = models.JSONField()
    hashes = models.JSONField()
    erased_at = models.BigIntegerField()
    lake_clean_at = models.BigIntegerField(null=True)
    finished_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "erasure"
