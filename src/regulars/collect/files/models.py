"""Imports, what was decided about bad values, and how many rows became what."""

from django.db import models

from .enums import State


class Import(models.Model):
    """One file on its way in; its number is the batch of everything that it brings.

    `options`, `mapping` and `basis` are the structs of `reading`, `mapping` and `basis` as JSON, without samples of
    what stands in the file. Times are µs since 1970 UTC. Files lie in the folder `imports/<id>`.
    """

    source = models.BigIntegerField(default=0)
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=12, choices=State, default=State.UPLOADED)
    format = models.CharField(max_length=10, blank=True)
    origin = models.CharField(max_length=20, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    digest = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    options = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    basis = models.JSONField(default=dict)
    rows = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    actor = models.CharField(max_length=100)
    job = models.CharField(max_length=40, blank=True)
    problem = models.TextField(blank=True)
    created_at = models.BigIntegerField()
    previewed_at = models.BigIntegerField(null=True)
    began_at = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField(null=True)
    undone_at = models.BigIntegerField(null=True)
    files_gone_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "file_import"


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
