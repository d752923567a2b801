"""Periodic jobs, and what job health and readiness say."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from regulars.base.jobs import readiness
from regulars.base.jobs.errors import JobFailed
from regulars.base.jobs.heartbeat import Heartbeat, beating, live_processes
from regulars.base.jobs.models import Job, Process, Schedule
from regulars.base.jobs.queries import job_health
from regulars.base.jobs.readiness import reasons_not_ready, remember_migrated
from regulars.base.jobs.registry import job, job_spec
from regulars.base.jobs.runs import JobRun
from regulars.base.jobs.schedule import claim_run, enqueue_due, sync_schedules
from regulars.base.jobs.services import enqueue
from regulars.base.jobs.worker import run_waiting
from regulars.base.web import preferences

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
broken: set[str] = set()


@job("test.hourly", every=3600)
def hourly(_run: JobRun) -> None:
    if "test.hourly" in broken:
        raise JobFailed("It is broken.")


@job("test.nightly", daily_at="03:30")
def nightly(_run: JobRun) -> None:
    pass


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def due_names() -> list[str]:
    enqueue_due()
    names = Job.objects.filter(task__status=TaskResultStatus.READY, name__startswith="test.").values_list(
        "name", flat=True
    )
    return sorted(names)


def test_periodic_jobs_are_queued_when_due(clock: time_machine.Traveller) -> None:
    sync_schedules()
    at_once = due_names()
    clock.shift(timedelta(hours=1))
    after_an_hour = due_names()
    run_waiting()
    clock.shift(timedelta(minutes=59))
    too_early = due_names()

    assert (at_once, after_an_hour, too_early) == ([], ["test.hourly"], [])
    hour_row = Schedule.objects.get(name="test.hourly")
    assert (hour_row.last_at, hour_row.next_at) == (NOON + timedelta(hours=1), NOON + timedelta(hours=2))


def test_missed_times_are_made_up_for_once(clock: time_machine.Traveller) -> None:
    sync_schedules()
    clock.shift(timedelta(days=10))

    assert due_names() == ["test.hourly", "test.nightly"]
    assert due_names() == ["test.hourly", "test.nightly"]
    assert Job.objects.filter(name="test.hourly").count() == 1


def test_unfinished_run_is_not_queued_beside_itself(clock: time_machine.Traveller) -> None:
    sync_schedules()
    for _ in range(3):
        clock.shift(timedelta(hours=1))
        enqueue_due()

    assert Job.objects.filter(name="test.hourly").count() == 1


def test_due_run_is_claimed_by_one_of_two_processes(clock: time_machine.Traveller) -> None:
    sync_schedules()
    clock.shift(timedelta(hours=1))
    row = Schedule.objects.get(name="test.hourly")

    claims = [claim_run(row, job_spec("test.hourly"), timezone.now()) for _ in range(2)]

    assert claims == [True, False]


def test_sync_schedules_follows_the_code(clock: time_machine.Traveller) -> None:
    Schedule.objects.create(name="test.gone", next_at=NOON)
    Schedule.objects.create(name="test.hourly", next_at=NOON + timedelta(days=9), last_at=NOON)

    sync_schedules()

    rows = Schedule.objects.filter(name__startswith="test.").values_list("name", "last_at", "next_at")
    assert sorted(rows) == [
        ("test.hourly", NOON, NOON + timedelta(hours=1)),
        ("test.nightly", None, datetime(2026, 5, 2, 3, 30, tzinfo=UTC)),
    ]


def test_daily_time_is_wall_time_whatever_the_clocks_do() -> None:
    spec = job_spec("test.nightly")
    preferences.keep({"business.time_zone": "Europe/Berlin"}, 60.0)

    before = spec.next_run(datetime(2026, 3, 28, 2, 30, tzinfo=UTC))  # exactly 03:30, so tomorrow's
    shifted = spec.next_run(before)

    assert before.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert shifted.astimezone(UTC) == datetime(2026, 3, 30, 1, 30, tzinfo=UTC)


def test_job_health_shows_what_waits_is_stuck_failed_or_late(clock: time_machine.Traveller) -> None:
    sync_schedules()
    clock.shift(timedelta(hours=1))
    enqueue_due()
    broken.add("test.hourly")
    run_waiting()
    broken.clear()
    running = enqueue("test.nightly")
    DBTaskResult.objects.filter(pk=running.pk).update(status=TaskResultStatus.RUNNING, started_at=timezone.now())
    Job.objects.filter(pk=running.pk).update(process_id=-1)
    enqueue("test.nightly", run_after=timezone.now() + timedelta(days=1))
    waiting = enqueue("test.nightly")
    healthy_for_now = job_health()
    clock.shift(timedelta(minutes=65))

    health = job_health()

    assert [found.name for found in healthy_for_now.failed] == ["test.hourly"]
    assert (healthy_for_now.stuck, healthy_for_now.late) == ([], [])
    assert (health.waiting, health.running, health.ok) == (1, 1, False)
    assert health.oldest_waiting_at == DBTaskResult.objects.get(pk=waiting.pk).enqueued_at
    assert health.stuck == [running]
    assert [row.name for row in health.late if row.name.startswith("test.")] == ["test.hourly"]


def test_job_health_forgets_a_periodic_failure_that_was_made_good(clock: time_machine.Traveller) -> None:
    broken.add("test.hourly")
    enqueue("test.hourly")
    run_waiting()
    broken.clear()
    before = job_health().failed
    clock.shift(timedelta(minutes=1))
    enqueue("test.hourly")
    run_waiting()

    assert ([found.name for found in before], job_health().failed) == (["test.hourly"], [])
    assert job_health().ok


def test_heartbeat_lives_as_long_as_its_block(clock: time_machine.Traveller) -> None:
    with Heartbeat("road") as heart:
        inside = [(row.name, row.pid, row.host) for row in live_processes()]
        heart.beat(position=7)
    after = live_processes()

    assert inside == [("road", os.getpid(), socket.gethostname())]
    assert after == []


def test_heartbeat_writes_status_at_most_every_5_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    with Heartbeat("road") as heart:
        heart.beat(position=1)
        too_soon = Process.objects.get().status
        heart.written_at -= 5
        heart.beat(position=2)
        heart.beat()

        assert too_soon == {}
        assert Process.objects.get().status == {"position": 2}


def test_process_is_not_alive_without_beats_or_without_its_pid(clock: time_machine.Traveller) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    elsewhere = Process.objects.create(name="web", host="elsewhere", pid=ended.pid)
    Process.objects.create(name="web", host=socket.gethostname(), pid=ended.pid)
    fresh = live_processes("web")
    clock.shift(timedelta(seconds=21))

    assert (fresh, live_processes("web")) == ([elsewhere], [])


def test_starting_process_forgets_the_dead_and_the_long_silent(clock: time_machine.Traveller) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    Process.objects.create(name="web", host=socket.gethostname(), pid=ended.pid)
    Process.objects.create(name="web", host="elsewhere", pid=1, beat_at=NOON - timedelta(days=2))
    kept = Process.objects.create(name="web", host="elsewhere", pid=1, beat_at=NOON - timedelta(hours=2))

    with Heartbeat("road") as heart:
        assert set(Process.objects.all()) == {kept, heart.row}


@pytest.mark.django_db(transaction=True)
def test_beating_shows_life_from_a_thread() -> None:
    with beating("web"):
        while not live_processes("web"):
            time.sleep(0.01)

    assert live_processes("web") == []


@pytest.fixture
def fresh_answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(readiness, "REMEMBERED_SECONDS", -1.0)
    remember_migrated.cache_clear()
    yield
    remember_migrated.cache_clear()


def test_ready_when_the_processes_asked_for_are_alive(fresh_answers: None) -> None:
    without = reasons_not_ready(["road"])
    with Heartbeat("road"):
        inside = reasons_not_ready(["road"])

    assert (without, inside) == (["road: no sign of life"], [])


def test_not_ready_while_a_migration_is_missing(fresh_answers: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")

    assert reasons_not_ready([])[0] == "database default: migrations are not applied"


def test_not_ready_when_the_disk_is_nearly_full(fresh_answers: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "LEAST_FREE_BYTES", 10**18)

    assert [reason.split(":")[0] for reason in reasons_not_ready([])] == ["data folder"]
