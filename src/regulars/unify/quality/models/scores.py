"""How good the record of a customer is, and how good all of them were day by day."""

from django.db import models


class Score(models.Model):
    """How good one golden record is. The first four are sets of fields, one bit each (see `measures`).

    Days (since 1970) say when somebody last told, or confirmed, what is there; None where nothing is.
    """

    root = models.BigIntegerField(primary_key=True)
    filled = models.BigIntegerField()
    doubtful = models.BigIntegerField()
    differing = models.BigIntegerField()
    verified = models.BigIntegerField()
    email_on = models.IntegerField(null=True)
    phone_on = models.IntegerField(null=True)
    address_on = models.IntegerField(null=True)
    work_on = models.IntegerField(null=True)
    is_reachable = models.BooleanField()

    class Meta:
        db_table = "quality_score"

    def __str__(self) -> str:
        return f"score of {self.root}"


class Trend(models.Model):
    """One day's counts of a field ("" for whole records) and a source (0 for all)."""

    pk = models.CompositePrimaryKey("day", "field", "source")
    day = models.PositiveIntegerField()
    field = models.CharField(max_length=100)
    source = models.BigIntegerField()
    customers = models.BigIntegerField()
    filled = models.BigIntegerField()
    valid = models.BigIntegerField()
    fresh = models.BigIntegerField()
    consistent = models.BigIntegerField()

    class Meta:
        db_table = "quality_trend"

    def __str__(self) -> str:
        return f"{self.day} {self.field}"
