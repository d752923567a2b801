"""Pairs of customers that may be one person, and what the model of matching has learned."""

from django.db import models


class PairState(models.TextChoices):
    """What became of a pair: somebody is asked while it is open."""

    OPEN = "open"
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class MatchModel(models.Model):
    """Parameters as they were learned once: never changed, so that a pair's weights can be understood later."""

    version = models.PositiveIntegerField()
    parameters = models.JSONField()
    records = models.PositiveIntegerField()
    trained_at = models.BigIntegerField()

    class Meta:
        db_table = "quality_match_model"

    def __str__(self) -> str:
        return f"model {self.pk}"


class MatchPair(models.Model):
    """Two customers by the keys of their strongest identifiers, a < b, read through redirects.

    `weights` is {comparison: [level, bits]}, `evidence` a hash of its levels; `value` is what is at risk, in the
    currency of most orders. `position` is where the road filed what was decided; times in µs.
    """

    a = models.BigIntegerField()
    b = models.BigIntegerField(db_index=True)
    probability = models.FloatField()
    value = models.FloatField(default=0)
    weights = models.JSONField(default=dict)
    evidence = models.CharField(max_length=32)
    model = models.ForeignKey(MatchModel, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.OPEN)
    decided_by = models.CharField(max_length=100, blank=True)
    decided_at = models.BigIntegerField(null=True)
    position = models.BigIntegerField(null=True)
    found_at = models.BigIntegerField()

    class Meta:
        db_table = "quality_match_pair"
        constraints = [
            models.UniqueConstraint("a", "b", name="quality_match_pair_once"),
            models.CheckConstraint(condition=models.Q(a__lt=models.F("b")), name="quality_match_pair_order"),
        ]
        indexes = [models.Index(fields=["state", "-value", "-probability"], name="quality_match_queue")]

    def __str__(self) -> str:
        return f"pair {self.pk}"
