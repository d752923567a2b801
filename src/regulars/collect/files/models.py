"""Imports, what was decided about bad values, and how many rows became what."""

from django.db import models

from .enums import State


class Import(models.Model):
    """One file on its way in; its number is the batch of everything that it brings.

    `options`, `mapping` and `basis` are the structs of `reading`, `mapping` and `basis` as JSON, without samples of
    what stands in the file; `doubts` are [target, code, how many cells] of what looked wrong. Times are µs since 1970
    UTC. Files lie in the folder `imports/<id>`.
    """

    source = models.BigIntegerField(default=0)
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=12, choices=State, default=State.UPLOADED)
    step = models.CharField(max_length=12, blank=True)
    step_at = models.BigIntegerField(default=0)
    format = models.CharField(max_length=10, blank=True)
    origin = models.CharField(max_length=20, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.BigIntegerField(default=0)
    options = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    basis = models.JSONField(default=dict)
    prepared_as = models.CharField(max_length=64, blank=True)
    rows = models.BigIntegerField(default=0)
    facts = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    done = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    doubts = models.JSONField(default=list)
    actor = models.CharField(max_length=100)
    problem = models.TextField(blank=True)
    created_at = models.BigIntegerField()
    previewed_at = models.BigIntegerField(null=True)
    began_at = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField(null=True)
    undone_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "file_import"

    @property
    def is_under_way(self) -> bool:
        """Whether the road may still read from its prepared file."""
        return self.state in {State.RUNNING, State.PAUSED, State.UNDOING}


class Repair(models.Model):
    """What a bad value of a field becomes, in this and every later file: another value, or nothing (`is_left_out`)."""

    field = models.CharField(max_length=100)
    value = models.TextField()
    replacement = models.TextField(blank=True)
    is_left_out = models.BooleanField(default=False)
    actor = models.CharField(max_length=100)
    made_at = models.BigIntegerField()

    class Meta:
        db_table = "file_repair"
        constraints = [models.UniqueConstraint("field", "value", name="file_repair_value")]


class Tally(models.Model):
    """How many facts of a batch the road has filed with an outcome, and how many rows of the file they stand for."""

    pk = models.CompositePrimaryKey("batch", "outcome")
    batch = models.BigIntegerField()
    outcome = models.CharField(max_length=10)
    facts = models.BigIntegerField()
    rows = models.BigIntegerField()

    class Meta:
        db_table = "file_tally"
