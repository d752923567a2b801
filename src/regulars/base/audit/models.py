"""Owns the audit trail: who did what to whom, by keys and field names, never by values.

Rows of the trail, its blocks and checkpoints can be added but never changed or removed (see `guard`). What is personal
stands apart in `audit_text` and `audit_origin`, so that it can be erased while its salted hash stays in the trail.
"""

from django.db import models
from django.utils import timezone


class AuditEntry(models.Model):
    """One act. `actor` is "owner", "system", "matching", "user:3", "source:5" or "key:7"; `fields` are names alone.

    `origin` is the salted hash of where it came from, see AuditOrigin.
    """

    at = models.DateTimeField(default=timezone.now)
    actor = models.CharField(max_length=64)
    action = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64, blank=True)
    subject_count = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=list)
    text_hash = models.BinaryField(max_length=32, null=True)
    origin = models.BinaryField(max_length=32, null=True)

    class Meta:
        db_table = "audit_entry"
        indexes = [
            models.Index(fields=["at"], name="audit_entry_at"),
            models.Index(fields=["actor", "at"], name="audit_entry_actor"),
            models.Index(fields=["action", "at"], name="audit_entry_action"),
            models.Index(fields=["actor", "action", "at"], name="audit_entry_deeds"),
            models.Index(fields=["origin", "at"], name="audit_entry_origin"),
        ]


class AuditSubject(models.Model):
    """One object (by its 64-bit key) that an entry is about."""

    entry_id = models.BigIntegerField()
    key = models.BigIntegerField()

    class Meta:
        db_table = "audit_subject"
        indexes = [
            models.Index(fields=["key", "entry_id"], name="audit_subject_key"),
            models.Index(fields=["entry_id"], name="audit_subject_entry"),
        ]


class AuditText(models.Model):
    """What an actor typed, with the salt of its hash: erasing the row leaves a hash that no guess can test."""

    entry_id = models.BigIntegerField(primary_key=True)
    salt = models.BinaryField(max_length=16)
    text = models.TextField()

    class Meta:
        db_table = "audit_text"


class AuditOrigin(models.Model):
    """Where acts came from, once for all acts from there while a process remembers it.

    `hash` is SHA-256 of salt, address, a line feed and client; erasing the row leaves a hash that no guess can test.
    """

    hash = models.BinaryField(primary_key=True, max_length=32)
    salt = models.BinaryField(max_length=16)
    address = models.CharField(max_length=64, db_index=True)
    client = models.CharField(max_length=128, blank=True)

    class Meta:
        db_table = "audit_origin"


class AuditBlock(models.Model):
    """Entries `first`…`last` that nobody can change unnoticed: `hash` covers them, and the block before by `previous`.

    `leaves` helps to name what was changed: for each entry its id and the first 8 bytes of its hash, see `chain`.
    """

    number = models.BigIntegerField(primary_key=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    leaves = models.BinaryField()

    class Meta:
        db_table = "audit_block"
        constraints = [models.CheckConstraint(condition=models.Q(number__gt=0), name="audit_block_number")]


class AuditCheckpoint(models.Model):
    """Where the trail begins after older blocks were deleted; `entries` counts all up to there, signed by the vault."""

    number = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField(max_length=32)
    last = models.BigIntegerField()
    entries = models.BigIntegerField()
    at = models.DateTimeField()
    signature = models.BinaryField(max_length=64)

    class Meta:
        db_table = "audit_checkpoint"


class AuditVerification(models.Model):
    """What came of recomputing the whole trail; the latest is shown."""

    at = models.DateTimeField(default=timezone.now)
    entries = models.BigIntegerField()
    blocks = models.BigIntegerField()
    erased = models.BigIntegerField()
    fault = models.JSONField(null=True)

    class Meta:
        db_table = "audit_verification"
