"""Owns the business's rules for customer data by version, who has read them, and who has passed which lesson."""

from django.db import models
from django.utils import timezone


class PolicyVersion(models.Model):
    """The rules as a whole: {section: {language: text}}. Without `published_at` it is the one draft.

    `needs_reading` asks every colleague to read anew; a small correction does not.
    """

    number = models.PositiveIntegerField(unique=True)
    texts = models.JSONField(default=dict)
    change = models.CharField(max_length=500, blank=True)
    needs_reading = models.BooleanField(default=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "policy_version"
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(published_at=None), name="policy_version_one_draft"
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


class Acknowledgement(models.Model):
    """That a colleague has read a version and will keep to it."""

    user_id = models.BigIntegerField()
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="acknowledgements")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "policy_acknowledgement"
        constraints = [models.UniqueConstraint(fields=["user_id", "version"], name="policy_acknowledgement_once")]


class LessonPass(models.Model):
    """That a colleague has answered every question of an edition of a lesson rightly."""

    user_id = models.BigIntegerField()
    lesson = models.CharField(max_length=40)
    edition = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "policy_lesson_pass"
        constraints = [models.UniqueConstraint(fields=["user_id", "lesson", "edition"], name="policy_lesson_once")]
