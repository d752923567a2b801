"""Sources, the inbox, what has been seen, and the counters from which keys and positions come."""

from django.db import models

from .enums import SourceKind
from .fact import Lane


class Source(models.Model):
    """A door's counterpart: who says things. Sources that share a namespace share their user ids.

    After a rotation the old write key is good until `old_key_until` (µs).
    """

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=SourceKind)
    write_key = models.CharField(max_length=64, unique=True)
    old_write_key = models.CharField(max_length=64, blank=True)
    old_key_until = models.BigIntegerField(default=0)
    namespace = models.CharField(max_length=50, default="default")
    region = models.CharField(max_length=2, blank=True)
    rules = models.JSONField(default=list)
    is_enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "source"


class InboxRow(models.Model):
    """One acknowledged request: `count` facts as JSON, waiting for the road."""

    lane = models.PositiveSmallIntegerField(choices=[(lane.value, lane.name.title()) for lane in Lane])
    source = models.BigIntegerField()
    batch = models.BigIntegerField(default=0)
    received_at = models.BigIntegerField()
    count = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        db_table = "inbox"
        indexes = [models.Index("lane", "id", "count", name="inbox_lane")]


class Rejected(models.Model):
    """What a door refused, with the reason, readable for seven days."""

    rejected_at = models.BigIntegerField(db_index=True)
    source = models.BigIntegerField(null=True)
    message_id = models.TextField(blank=True)
    code = models.CharField(max_length=40)
    message = models.TextField()
    body = models.TextField()

    class Meta:
        db_table = "rejected"


class Refusal(models.Model):
    """What the road did not file, with the reason; one row per fact."""

    position = models.BigIntegerField(primary_key=True)
    source = models.BigIntegerField()
    batch = models.BigIntegerField(default=0)
    refused_at = models.BigIntegerField(db_index=True)
    message_id = models.TextField(blank=True)
    code = models.CharField(max_length=40)

    class Meta:
        db_table = "refusal"


class Counter(models.Model):
    """The next key, position and link; dense, and advanced in the road's own transaction."""

    name = models.CharField(max_length=20, primary_key=True)
    next = models.BigIntegerField(default=1)

    class Meta:
        db_table = "counter"


class Taken(models.Model):
    """A request that the road has filed; kept until every consumer has passed it."""

    inbox = models.BigIntegerField(primary_key=True)
    first_position = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "taken"


class Seen(models.Model):
    """A message id that was filed: in which batch, where, under which key, and a digest of what it said."""

    pk = models.CompositePrimaryKey("source", "hash", "batch")
    source = models.BigIntegerField()
    hash = models.BinaryField()
    batch = models.BigIntegerField()
    position = models.BigIntegerField()
    key = models.BigIntegerField()
    digest = models.BigIntegerField()

    class Meta:
        db_table = "seen"


class Day(models.Model):
    """The first position of a day (days since 1970 UTC), so that old message ids can be forgotten by position.

    `first_key` tells who was new on it or later; days before it was noted have none.
    """

    day = models.PositiveIntegerField(primary_key=True)
    first_position = models.BigIntegerField()
    first_key = models.BigIntegerField(null=True)

    class Meta:
        db_table = "day"
