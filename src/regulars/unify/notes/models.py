"""What colleagues write about customers and the files they keep with them; both hold a key, read through redirects."""

from django.db import models


class Note(models.Model):
    """A note under the key of the strongest identifier that the customer had; moments in µs, None for never."""

    key = models.BigIntegerField(db_index=True)
    actor = models.CharField(max_length=64)
    text = models.TextField()
    written_at = models.BigIntegerField()
    edited_at = models.BigIntegerField(null=True)
    pinned_at = models.BigIntegerField(null=True)
    deleted_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "note"

    def __str__(self) -> str:
        return f"note {self.pk}"


class NoteVersion(models.Model):
    """What a note said before it was edited, and since when."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="versions")
    text = models.TextField()
    written_at = models.BigIntegerField()

    class Meta:
        db_table = "note_version"

    def __str__(self) -> str:
        return f"version of note {self.note_id}"


class Mention(models.Model):
    """That a note names a colleague, in which words, and when they saw it (µs)."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    user_id = models.BigIntegerField()
    words = models.CharField(max_length=260)
    seen_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "note_mention"
        indexes = [models.Index("user_id", "seen_at", name="note_mention_seen")]
        constraints = [models.UniqueConstraint("note", "user_id", name="note_mention_once")]

    def __str__(self) -> str:
        return f"mention in note {self.note_id}"


class CustomerFile(models.Model):
    """A file kept with a customer: its bytes lie sealed in the data folder under `token`; `name` is never a path."""

    key = models.BigIntegerField(db_index=True)
    actor = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    token = models.CharField(max_length=40, unique=True)
    added_at = models.BigIntegerField()

    class Meta:
        db_table = "customer_file"

    def __str__(self) -> str:
        return f"file {self.pk}"
