"""Orders, folded from what sources said about them."""

from django.db import models


class Order(models.Model):
    """One order of one shop. `facts` is what it is folded from; all else follows from it."""

    pk = models.CompositePrimaryKey("shop", "order_id")
    shop = models.CharField(max_length=50)
    order_id = models.CharField(max_length=200)
    key = models.BigIntegerField(db_index=True)
    status = models.CharField(max_length=20)
    is_confirmed = models.BooleanField()
    currency = models.CharField(max_length=3)
    total = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    revenue = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    refunded = models.DecimalField(max_digits=18, decimal_places=4, default=0)
    placed_at = models.BigIntegerField()
    changed_position = models.BigIntegerField(db_index=True)
    facts = models.TextField()

    class Meta:
        db_table = "orders"


class OrderMention(models.Model):
    """A key other than the order's own under which something was said about it."""

    pk = models.CompositePrimaryKey("key", "shop", "order_id")
    key = models.BigIntegerField()
    shop = models.CharField(max_length=50)
    order_id = models.CharField(max_length=200)

    class Meta:
        db_table = "order_mention"
