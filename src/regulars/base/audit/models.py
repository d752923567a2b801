"""Owns the audit trail: who did what to whom, by keys and field names, never by values.

Rows of `audit_entry` and `audit_subject` can be added but never changed or removed (see `guard`).
Free text stands apart in `audit_text`, so that it can be erased while its salted hash stays in the trail.
"""

from django.db import models
from django.utils import timezone


class AuditEntry(models.Model):
    """One act. `actor` is "owner", "system", "user:3", "source:5" or "key:7"; `fields` are names, never values."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.CharField(max_length=64)
    action = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64, blank=True)
    subject_count = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=list)
    text_hash = models.BinaryField(max_length=32, null=True)

    class Meta:
        db_table = "audit_entry"
        indexes = [
            models.Index(fields=["at"], name="audit_entry_at"),
            models.Index(fields=["actor", "at"], name="audit_entry_actor"),
            models.Index(fields=["action", "at"], name="audit_entry_action"),
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
