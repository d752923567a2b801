"""What sources sent: the catalogue of events and properties, tracking plans, violations, the newest arrivals."""

from django.db import models


class SchemaEvent(models.Model):
    """One kind of call that a source sends. `inspected` of its `count` facts were looked into for properties."""

    source = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=100, blank=True)
    first_seen_at = models.BigIntegerField()
    last_seen_at = models.BigIntegerField()
    count = models.BigIntegerField()
    inspected = models.BigIntegerField()

    class Meta:
        db_table = "schema_event"
        constraints = [models.UniqueConstraint(fields=["source", "kind", "name"], name="schema_event_name")]


class SchemaProperty(models.Model):
    """One property or trait of such calls, by path; `types` is a set of bits, `example` a masked value."""

    source = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    event = models.CharField(max_length=100, blank=True)
    path = models.CharField(max_length=130)
    first_seen_at = models.BigIntegerField()
    last_seen_at = models.BigIntegerField()
    count = models.BigIntegerField()
    types = models.PositiveIntegerField()
    example = models.CharField(max_length=60)

    class Meta:
        db_table = "schema_property"
        constraints = [models.UniqueConstraint(fields=["source", "kind", "event", "path"], name="schema_property_path")]


class SourceHour(models.Model):
    """How much a source said in an hour (hours since 1970 UTC), and what of it was refused or against the plan."""

    source = models.BigIntegerField()
    hour = models.PositiveIntegerField()
    facts = models.BigIntegerField()
    refused = models.BigIntegerField()
    violating = models.BigIntegerField()

    class Meta:
        db_table = "source_hour"
        constraints = [models.UniqueConstraint(fields=["source", "hour"], name="source_hour_hour")]


class Arrival(models.Model):
    """One of the newest facts of a source as the road dealt with it; `refused` is a code, or "" if it was filed."""

    position = models.BigIntegerField(primary_key=True)
    source = models.BigIntegerField()
    key = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    event = models.TextField(blank=True)
    message_id = models.TextField(blank=True)
    occurred_at = models.BigIntegerField()
    received_at = models.BigIntegerField(db_index=True)
    refused = models.CharField(max_length=40, blank=True)
    remarks = models.TextField(blank=True)
    payload = models.TextField()

    class Meta:
        db_table = "arrival"
        indexes = [
            models.Index("source", "position", name="arrival_source"),
            models.Index("key", name="arrival_key"),
        ]


class Violation(models.Model):
    """One way in which a source departs from its tracking plan, counted; `position` is that of the newest fact."""

    source = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    event = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=20)
    path = models.CharField(max_length=130, blank=True)
    expected = models.CharField(max_length=200, blank=True)
    count = models.BigIntegerField()
    refused = models.BigIntegerField()
    first_at = models.BigIntegerField()
    last_at = models.BigIntegerField()
    position = models.BigIntegerField()

    class Meta:
        db_table = "violation"
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "event", "code", "path"], name="violation_of_plan")
        ]


class TrackingPlan(models.Model):
    """A version of what a source may send, in force for what is heard from `from_at` (µs) on; never changed."""

    source = models.BigIntegerField()
    version = models.PositiveIntegerField()
    from_at = models.BigIntegerField()
    plan = models.JSONField(null=True)
    actor = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "tracking_plan"
        constraints = [models.UniqueConstraint(fields=["source", "version"], name="tracking_plan_version")]


class Followed(models.Model):
    """How far the road has been listened to: one row."""

    position = models.BigIntegerField()

    class Meta:
        db_table = "sources_followed"
