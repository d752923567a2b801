"""Owns what a django-task lacks: progress, state and attempts of a job, the timetable, and who is alive; and the work
that waits for people."""

from django.db import models
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from .enums import WorkState


class Job(models.Model):
    """Our half of a job; queue, status, times, arguments and result are its `task`.

    `process_id` names the process that runs it now, and nobody else may write to a running job.
    `state` is what the job saved to continue from; it holds keys and numbers, never personal values.
    """

    task = models.OneToOneField(DBTaskResult, primary_key=True, on_delete=models.CASCADE, related_name="job")
    name = models.CharField(max_length=100)
    once_key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001 many jobs have none
    process_id = models.BigIntegerField(null=True)
    failures = models.PositiveIntegerField(default=0)
    deaths = models.PositiveIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    message = models.CharField(max_length=200, blank=True)
    progress_at = models.DateTimeField(null=True)
    state = models.JSONField(default=dict)

    class Meta:
        db_table = "job"
        indexes = [
            models.Index(fields=["name"], name="job_name"),
            models.Index(fields=["process_id"], name="job_process", condition=models.Q(process_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name


class Schedule(models.Model):
    """When a periodic job ran last and runs next; what it does and how often is declared in code."""

    name = models.CharField(max_length=100, primary_key=True)
    last_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()

    class Meta:
        db_table = "job_schedule"

    def __str__(self) -> str:
        return self.name


class Process(models.Model):
    """A running process and its last sign of life."""

    name = models.CharField(max_length=40)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    beat_at = models.DateTimeField(default=timezone.now)
    status = models.JSONField(default=dict)

    class Meta:
        db_table = "process"

    def __str__(self) -> str:
        return f"{self.name} {self.pid}"


class WorkItem(models.Model):
    """Something that a person has to look at: one row for a kind, a customer's `key` and what it is `about`.

    `about` is a code or a field's name, never a value. `due_on` and `off_until` are days; moments are in µs.
    """

    kind = models.CharField(max_length=20)
    key = models.BigIntegerField(db_index=True)
    about = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=10, choices=WorkState, default=WorkState.OPEN)
    owner_id = models.BigIntegerField(null=True, db_index=True)
    due_on = models.DateField()
    off_until = models.DateField(null=True)
    opened_at = models.BigIntegerField()
    closed_at = models.BigIntegerField(null=True)
    closed_by = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "work_item"
        constraints = [models.UniqueConstraint("kind", "key", "about", name="work_item_once")]
        indexes = [models.Index("state", "due_on", name="work_item_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
