"""What is doubtful, or was repaired, about what a source says."""

from django.db import models


class Finding(models.Model):
    """That the value of a trait in one record is not fine: only why, never the value; a projection of records.

    `stands` says that the golden record goes by this value. `root` is the person's when it was found.
    """

    pk = models.CompositePrimaryKey("key", "source", "batch", "row", "field")
    key = models.BigIntegerField()
    source = models.BigIntegerField()
    batch = models.BigIntegerField()
    row = models.BigIntegerField()
    field = models.CharField(max_length=100)
    root = models.BigIntegerField(db_index=True)
    verdict = models.CharField(max_length=10)
    code = models.CharField(max_length=40)
    stands = models.BooleanField()

    class Meta:
        db_table = "quality_finding"
        indexes = [models.Index("field", "code", "root", name="quality_finding_field")]

    def __str__(self) -> str:
        return f"{self.field}: {self.code}"


class Upheld(models.Model):
    """That a colleague who was asked said a value of a customer to be right as it is; µs, and a hash of the value."""

    pk = models.CompositePrimaryKey("key", "field", "hash")
    key = models.BigIntegerField()
    field = models.CharField(max_length=200)
    hash = models.BinaryField(max_length=32)
    actor = models.CharField(max_length=64)
    at = models.BigIntegerField()

    class Meta:
        db_table = "quality_upheld"

    def __str__(self) -> str:
        return f"{self.field} of {self.key}"
