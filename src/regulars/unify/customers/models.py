"""What sources assert about a key, the golden record made of it and its changes, and who belongs to which group."""

from django.db import models

from regulars.base.sqlite.keys import RowKey


class Record(models.Model):
    """What a source (or file row, or edit) says of a key: {trait: [value, occurred_at, message id, flags]}.

    An entry of a value alone has the origin of the entry before it, in golden records too.
    """

    pk = models.CompositePrimaryKey("key", "source", "batch", "row")
    key = models.BigIntegerField()
    source = models.BigIntegerField()
    batch = models.BigIntegerField()
    row = models.BigIntegerField()
    position = models.BigIntegerField()
    withdrawn = models.BigIntegerField(default=0)
    traits = models.TextField()

    class Meta:
        db_table = "record"
        indexes = [models.Index("batch", "withdrawn", name="record_batch", condition=models.Q(batch__gt=0))]


class Golden(models.Model):
    """The golden record of a root: {trait: [value, occurred_at, source, batch, row, key, why]}."""

    root = RowKey(primary_key=True)
    kind = models.CharField(max_length=20)
    traits = models.TextField()

    class Meta:
        db_table = "golden"
        # Counts and lists look for one kind, newest root first; the rows themselves are wide.
        indexes = [models.Index("kind", "root", name="golden_kind")]


class CustomerChange(models.Model):
    """That a golden row was created, updated or removed at a position; kept until every consumer has passed it."""

    pk = models.CompositePrimaryKey("position", "root")
    position = models.BigIntegerField()
    root = models.BigIntegerField()
    what = models.CharField(max_length=10)

    class Meta:
        db_table = "customer_change"


class Consumer(models.Model):
    """How far one of those who follow the changes has come."""

    name = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField()

    class Meta:
        db_table = "consumer"


class SearchDocument(models.Model):
    """What a customer is found by, as words; their terms are in an index that each database keeps its own way."""

    root = RowKey(primary_key=True)
    kind = models.CharField(max_length=20)
    words = models.TextField()

    class Meta:
        db_table = "search_document"


class Membership(models.Model):
    """Evidence that a customer belongs to a company or household. Both ends are keys, read through redirects."""

    pk = models.CompositePrimaryKey("key", "group_key", "source", "batch")
    key = models.BigIntegerField()
    group_key = models.BigIntegerField(db_index=True)
    source = models.BigIntegerField()
    batch = models.BigIntegerField()
    withdrawn = models.BigIntegerField(default=0)
    first_position = models.BigIntegerField()
    last_position = models.BigIntegerField()
    occurred_at = models.BigIntegerField()

    class Meta:
        db_table = "membership"


class CustomerOwner(models.Model):
    """Which colleague looks after a customer, by the key of their strongest identifier; read through redirects.

    Where merged people had different owners, the latest counts.
    """

    key = models.BigIntegerField(primary_key=True)
    user_id = models.BigIntegerField(db_index=True)
    assigned_at = models.BigIntegerField()

    class Meta:
        db_table = "customer_owner"


class CustomerOf(models.Model):
    """The same by root, as it follows from assignments and redirects: a projection, see `owners.project`."""

    root = models.BigIntegerField(primary_key=True)
    user_id = models.BigIntegerField()

    class Meta:
        db_table = "customer_of"
        # Whose list it is, newest first.
        indexes = [models.Index("user_id", "root", name="customer_of_user")]


class SavedView(models.Model):
    """A way of looking at the list of customers: filters, columns and order under a name, private or for everyone."""

    name = models.CharField(max_length=100)
    user_id = models.BigIntegerField(db_index=True)
    is_shared = models.BooleanField(default=False)
    kind = models.CharField(max_length=20, default="person")
    asked = models.JSONField(default=dict)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "saved_view"


class Bulk(models.Model):
    """What a colleague wants done to many customers by a job, and how it went; `roots` are 8 bytes each.

    A `file` (its ending) lies in the data folder until it is fetched, and for a day at most.
    """

    user_id = models.BigIntegerField(db_index=True)
    action = models.CharField(max_length=10)
    asked = models.JSONField(default=dict)
    roots = models.BinaryField()
    count = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    file = models.CharField(max_length=10, blank=True)
    is_spoiled = models.BooleanField(default=False)
    created_at = models.BigIntegerField()
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "bulk"
