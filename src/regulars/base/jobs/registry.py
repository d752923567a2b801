"""Owns the declarations of jobs: which function, how often, how many retries. Jobs are addressed by name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from regulars.base.jobs.errors import JobUnknown
from regulars.base.web import business

QUEUES = ("default", "long", "outbound")
FIRST_BACKOFF = timedelta(seconds=10)
LONGEST_BACKOFF = timedelta(hours=1)

JobFunction = Callable[..., Any]


@dataclass(frozen=True)
class JobSpec:
    """One declared job. `every` and `daily_at` (in the time zone of the business) make it periodic."""

    name: str
    label: str | Promise
    function: JobFunction
    queue: str
    retries: int
    every: timedelta | None
    daily_at: time | None
    stuck_after: timedelta

    @property
    def is_periodic(self) -> bool:
        return self.every is not None or self.daily_at is not None

    def next_run(self, after: datetime) -> datetime:
        """First moment after `after` at which a periodic job is due."""
        if self.every is not None:
            return after + self.every
        assert self.daily_at is not None
        return next_daily(self.daily_at, after)

    def backoff(self, failures: int) -> datetime:
        """When to try again after so many failures: 10 s, 40 s, 160 s and so on, at most an hour."""
        wait = min(FIRST_BACKOFF * 4.0 ** min(failures - 1, 10), LONGEST_BACKOFF)
        return timezone.now() + wait


def next_daily(at: time, after: datetime) -> datetime:
    local: datetime = timezone.localtime(after, business.zone())
    due = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return due if due > local else due + timedelta(days=1)


_specs: dict[str, JobSpec] = {}


def job(
    name: str,
    *,
    label: str | Promise = "",
    every: float | None = None,
    daily_at: str | None = None,
    retries: int = 0,
    queue: str = "default",
    stuck_after: float = 900,
) -> Callable[[JobFunction], JobFunction]:
    """Declare `function(run: JobRun, **kwargs) -> JSON value or None` in an app's `tasks` module.

    `label` is what colleagues read (else the name); `every` and `stuck_after` (without progress) are seconds;
    `daily_at` is "HH:MM". What may run for minutes belongs in queue "long", what waits for others' servers in
    "outbound"; each queue has a thread of its own.
    """

    def declare(function: JobFunction) -> JobFunction:
        assert name not in _specs, f"{name} is declared twice"
        assert queue in QUEUES, f"{name} asks for an unknown queue"
        assert every is None or daily_at is None, f"{name} has two timetables"
        _specs[name] = JobSpec(
            name=name,
            label=label or name,
            function=function,
            queue=queue,
            retries=retries,
            every=None if every is None else timedelta(seconds=every),
            daily_at=None if daily_at is None else time.fromisoformat(daily_at),
            stuck_after=timedelta(seconds=stuck_after),
        )
        return function

    return declare


@cache
def discover() -> None:
    """Import every app's `tasks` module once."""
    autodiscover_modules("tasks")


def job_spec(name: str) -> JobSpec:
    """Raises JobUnknown."""
    discover()
    try:
        return _specs[name]
    except KeyError:
        raise JobUnknown(f"No job is called {name}.") from None


def job_specs() -> dict[str, JobSpec]:
    """All declared jobs by name."""
    discover()
    return dict(_specs)
