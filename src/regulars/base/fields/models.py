"""What a business added to the data dictionary, or says otherwise of a built-in field or purpose."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from regulars.base.fields.enums import Basis, Category, Sensitivity, Type


class StoredField(models.Model):
    """A field of the business's own, or how it wants a built-in one; texts are language → text."""

    name = models.CharField(max_length=100, primary_key=True)
    type = models.CharField(max_length=10, choices=Type.choices)
    category = models.CharField(max_length=20, choices=Category.choices)
    labels = models.JSONField(default=dict)
    help = models.JSONField(default=dict)
    purposes = models.JSONField(default=list)
    sensitivity = models.CharField(max_length=20, choices=Sensitivity.choices)
    validation = models.JSONField(default=dict)
    retention = models.PositiveIntegerField(null=True, validators=[MinValueValidator(1)])
    is_retired = models.BooleanField(default=False)
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "field"
        ordering = ["declared_at", "name"]
        constraints = [
            models.CheckConstraint(name="field_type_known", condition=Q(type__in=Type.values)),
            models.CheckConstraint(name="field_category_known", condition=Q(category__in=Category.values)),
            models.CheckConstraint(name="field_sensitivity_known", condition=Q(sensitivity__in=Sensitivity.values)),
            models.CheckConstraint(name="field_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class StoredPurpose(models.Model):
    """A purpose of the business's own, or how it wants a built-in one; texts are language → text."""

    code = models.CharField(max_length=40, primary_key=True)
    labels = models.JSONField(default=dict)
    basis = models.CharField(max_length=30, choices=Basis.choices)
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "purpose"
        ordering = ["declared_at", "code"]
        constraints = [models.CheckConstraint(name="purpose_basis_known", condition=Q(basis__in=Basis.values))]

    def __str__(self) -> str:
        return self.code


class Resealing(models.Model):
    """What the road still has to do since a field became special, or is no longer: seal or open what it holds.

    `after` is the last key whose records are done; `finished_at` (µs) is set once all are, `gone_at` once no byte of
    what was replaced is left in the database's files.
    """

    field = models.CharField(max_length=100)
    asked_at = models.BigIntegerField()
    after = models.BigIntegerField(default=0)
    has_changed = models.BooleanField(default=False)
    finished_at = models.BigIntegerField(null=True)
    gone_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "resealing"
        constraints = [
            models.UniqueConstraint(name="resealing_once", fields=["field"], condition=Q(finished_at=None)),
        ]

    def __str__(self) -> str:
        return self.field
