"""Identifiers, the links between them, and what people decided."""

from django.db import models

from regulars.base.sqlite.keys import RowKey


class Identifier(models.Model):
    """One identifier value, with a key of its own. After a value changed hands a new generation has a new key."""

    key = RowKey(primary_key=True)
    type = models.CharField(max_length=40)
    scope = models.CharField(max_length=100)
    value = models.TextField()
    generation = models.PositiveIntegerField(default=0)
    started_at = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField(null=True)
    verified_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "identifier"
        constraints = [
            models.UniqueConstraint("value", "type", "scope", "generation", name="identifier_value"),
        ]


class Redirect(models.Model):
    """Key → root, for keys that are joined; a projection of the accepted links.

    A key that went home again keeps a row with root = key, so that whoever follows by position hears of it.
    """

    key = RowKey(primary_key=True)
    root = models.BigIntegerField(db_index=True)
    position = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "redirect"
        constraints = [models.CheckConstraint(condition=models.Q(root__lte=models.F("key")), name="redirect_down")]


class Link(models.Model):
    """Evidence of one source (and batch) that two identifiers belong together.

    `a` is the key the fact was filed under, `b` a further identifier of it. A row with a = b says
    that facts were filed under the key at all, and holds the names and birthdays they claimed.
    `withdrawn` is the position of the decision that hides the row, or 0.
    """

    id = RowKey(primary_key=True)
    a = models.BigIntegerField()
    b = models.BigIntegerField(db_index=True)
    source = models.BigIntegerField()
    batch = models.BigIntegerField()
    withdrawn = models.BigIntegerField(default=0)
    first_position = models.BigIntegerField()
    last_position = models.BigIntegerField()
    count = models.PositiveIntegerField()
    accepted = models.BooleanField()
    reason = models.CharField(max_length=40)
    claims = models.TextField(default="")

    class Meta:
        db_table = "link"
        constraints = [
            models.UniqueConstraint("a", "b", "source", "batch", "withdrawn", name="link_evidence"),
            models.CheckConstraint(condition=models.Q(first_position__lte=models.F("last_position")), name="link_span"),
        ]
        # A withdrawal in pieces asks again and again what of a batch still stands.
        indexes = [models.Index("batch", "withdrawn", name="link_batch", condition=models.Q(batch__gt=0))]


class Decision(models.Model):
    """What a person decided, or undid; standing while `reversed_by` is 0."""

    position = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    a = models.BigIntegerField(default=0)
    b = models.BigIntegerField(default=0)
    source = models.BigIntegerField(default=0)
    batch = models.BigIntegerField(default=0)
    at = models.BigIntegerField(default=0)
    actor = models.CharField(max_length=100)
    decided_at = models.BigIntegerField()
    reason = models.CharField(max_length=40, blank=True)
    reversed_by = models.BigIntegerField(default=0)

    class Meta:
        db_table = "decision"
        indexes = [models.Index("a", name="decision_a"), models.Index("b", name="decision_b")]


class Alarm(models.Model):
    """A value that appears on many people."""

    key = models.BigIntegerField(primary_key=True)
    raised_position = models.BigIntegerField()
    people = models.PositiveIntegerField()
    closed_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "alarm"


class LakeErasure(models.Model):
    """Keys and identifier hashes that the lake has still to forget; done when its files are gone too."""

    position = models.BigIntegerField(primary_key=True)
    keys = models.JSONField()
    hashes = models.JSONField()
    rewritten_at = models.BigIntegerField(null=True)
    vacuumed_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "lake_erasure"
