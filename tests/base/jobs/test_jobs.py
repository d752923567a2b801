"""How one job lives: queued, run, retried, continued, settled."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connections
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from regulars.base.jobs.errors import JobFailed, JobUnknown
from regulars.base.jobs.heartbeat import Heartbeat
from regulars.base.jobs.models import Job
from regulars.base.jobs.queries import find_job, jobs
from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun, checkpoint, progress
from regulars.base.jobs.services import drop_job, enqueue, purge_finished, retry_job
from regulars.base.jobs.worker import MOST_DEATHS, Worker, reclaim_orphans, run_next, run_waiting

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
NO_PROCESS = -1
seen: list[Any] = []


@pytest.fixture(autouse=True)
def nothing_seen() -> None:
    seen.clear()


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Heartbeat("jobs") as heart:
        yield Worker(heart.process_id, threading.Event())


@job("test.note")
def note(run: JobRun, **kwargs: Any) -> dict[str, Any]:
    seen.append(kwargs)
    return {"attempt": run.attempt, "given": kwargs}


@job("test.long", queue="long")
def long_note(_run: JobRun) -> None:
    seen.append("long")


@job("test.fail", retries=2)
def fail(_run: JobRun, message: str) -> None:
    seen.append(message)
    raise ValueError(message)


@job("test.say_why")
def say_why(_run: JobRun) -> None:
    raise JobFailed("The file has no header.")


@job("test.count")
def count(run: JobRun, *, total: int) -> list[int]:
    """Counts on from its state; the fake shutdown comes with `seen`."""
    numbers: list[int] = run.state.get("numbers", [])
    while len(numbers) < total:
        numbers = [*numbers, len(numbers)]
        progress(run, len(numbers), total, "counting")
        if len(numbers) == 2 and not seen:
            seen.append("shutdown")
            run.stop.set()
        checkpoint(run, {"numbers": numbers})
    return numbers


@job("test.report")
def report(run: JobRun) -> None:
    for done in range(1000):
        progress(run, done)
    seen.append(Job.objects.get(pk=run.id).done)
    progress(run, 1000, 1000, "x" * 300)


@job("test.odd_value")
def odd_value(_run: JobRun) -> Any:
    return {1, 2}


@job("test.lose")
def lose(run: JobRun) -> None:
    """Meanwhile another process took the job over, as after a long sleep of the machine."""
    Job.objects.filter(pk=run.id).update(process_id=NO_PROCESS)
    progress(run, 1, 1)
    seen.append("went on")


@job("test.lose_late")
def lose_late(run: JobRun) -> None:
    Job.objects.filter(pk=run.id).update(process_id=NO_PROCESS)


def test_enqueued_job_runs_with_its_arguments_and_keeps_its_value() -> None:
    queued = enqueue("test.note", key="12", note="ไทย")

    runs = run_waiting()

    task = find_job(queued.pk).task
    assert (runs, seen) == (1, [{"key": "12", "note": "ไทย"}])
    assert task.status == TaskResultStatus.SUCCESSFUL
    assert task.return_value == {"attempt": 1, "given": {"key": "12", "note": "ไทย"}}
    assert Job.objects.get(pk=queued.pk).process_id is None


def test_enqueue_refuses_an_unknown_name() -> None:
    with pytest.raises(JobUnknown):
        enqueue("test.nothing")

    assert DBTaskResult.objects.count() == 0


def test_job_whose_code_is_gone_fails_and_says_so() -> None:
    queued = enqueue("test.note")
    DBTaskResult.objects.update(args_kwargs={"args": [], "kwargs": {"name": "test.gone", "kwargs": {}}})
    Job.objects.update(name="test.gone")

    run_waiting()

    assert find_job(queued.pk).task.exception_class_path == "regulars.base.jobs.errors.JobUnknown"


def test_jobs_run_by_priority_then_age() -> None:
    for place, priority in [("third", 0), ("first", 50), ("fourth", 0), ("second", 50)]:
        enqueue("test.note", priority=priority, place=place)

    run_waiting()

    assert [kwargs["place"] for kwargs in seen] == ["first", "second", "third", "fourth"]


def test_job_waits_for_its_time() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        enqueue("test.note", run_after=NOON + timedelta(minutes=1))
        early = run_waiting()
        clock.shift(timedelta(minutes=1))
        late = run_waiting()

    assert (early, late) == (0, 1)


def test_queues_are_apart(worker: Worker) -> None:
    enqueue("test.long")

    assert not run_next(worker, "default")
    assert run_next(worker, "long")
    assert seen == ["long"]


def test_idle_worker_costs_one_query(worker: Worker, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert not run_next(worker, "default")


def test_enqueue_once_returns_the_unfinished_job() -> None:
    first = enqueue("test.note", once=True, key="1")
    same = enqueue("test.note", once=True, key="1")
    other = enqueue("test.note", once=True, key="2")
    run_waiting()
    after = enqueue("test.note", once=True, key="1")

    assert first.pk == same.pk
    assert len({first.pk, other.pk, after.pk}) == 3
    assert [kwargs["key"] for kwargs in seen] == ["1", "2"]


def test_failing_job_is_tried_again_later_and_later() -> None:
    waits = []
    with time_machine.travel(NOON, tick=False) as clock:
        queued = enqueue("test.fail", message="no")
        while find_job(queued.pk).task.status == TaskResultStatus.READY:
            assert run_waiting() == 1
            task = find_job(queued.pk).task
            waits.append((task.status, int((task.run_after - datetime.now(UTC)).total_seconds())))
            clock.move_to(task.run_after)

    ready, failed = TaskResultStatus.READY, TaskResultStatus.FAILED
    assert waits == [(ready, 10), (ready, 40), (failed, 0)]
    assert (len(seen), Job.objects.get(pk=queued.pk).failures) == (3, 3)


def test_failure_keeps_class_and_frames_but_no_message(caplog: pytest.LogCaptureFixture) -> None:
    queued = enqueue("test.fail", message="anna@example.com")

    run_waiting()

    task = find_job(queued.pk).task
    assert task.exception_class_path == "builtins.ValueError"
    assert "in fail" in task.traceback
    assert "raise ValueError(message)" in task.traceback
    assert "anna" not in task.traceback + caplog.text
    assert "builtins.ValueError" in caplog.text


def test_job_failed_keeps_its_message() -> None:
    queued = enqueue("test.say_why")

    run_waiting()

    assert find_job(queued.pk).task.traceback.endswith("JobFailed: The file has no header.")


def test_value_that_is_no_json_fails_the_job() -> None:
    queued = enqueue("test.odd_value")

    run_waiting()

    assert find_job(queued.pk).task.status == TaskResultStatus.FAILED


def test_progress_is_written_at_most_once_a_second_and_at_the_end() -> None:
    queued = enqueue("test.report")

    run_waiting()

    stored = Job.objects.get(pk=queued.pk)
    assert seen == [0]
    assert (stored.done, stored.total, stored.message) == (1000, 1000, "x" * 200)


def test_stopping_worker_takes_the_job_back_at_a_checkpoint_and_it_continues(worker: Worker) -> None:
    queued = enqueue("test.count", total=5)

    run_next(worker, "default")

    paused = find_job(queued.pk)
    assert (paused.task.status, paused.process_id, paused.failures) == (TaskResultStatus.READY, None, 0)
    assert (paused.state, paused.message) == ({"numbers": [0, 1]}, "counting")

    run_waiting()

    finished = find_job(queued.pk)
    assert finished.task.return_value == [0, 1, 2, 3, 4]
    assert (finished.state, len(finished.task.worker_ids)) == ({}, 2)


def test_job_of_a_dead_process_continues_from_its_state() -> None:
    queued = enqueue("test.count", total=4)
    claimed_by(queued, NO_PROCESS)
    Job.objects.update(state={"numbers": [7, 8, 9]})

    assert reclaim_orphans() == 1
    run_waiting()

    assert find_job(queued.pk).task.return_value == [7, 8, 9, 3]


def test_job_of_a_living_process_is_left_alone(worker: Worker) -> None:
    queued = enqueue("test.note")
    claimed_by(queued, worker.process_id)

    assert reclaim_orphans() == 0
    assert find_job(queued.pk).process_id == worker.process_id


def test_job_that_kills_its_process_again_and_again_fails() -> None:
    queued = enqueue("test.note", once=True)
    for _ in range(MOST_DEATHS + 1):
        claimed_by(queued, NO_PROCESS)
        reclaim_orphans()

    failed = find_job(queued.pk)
    assert failed.task.status == TaskResultStatus.FAILED
    assert failed.task.exception_class_path == "regulars.base.jobs.errors.WorkerDied"
    assert (run_waiting(), failed.once_key) == (0, None)


def claimed_by(queued: Job, process_id: int) -> None:
    DBTaskResult.objects.filter(pk=queued.pk).update(status=TaskResultStatus.RUNNING)
    Job.objects.filter(pk=queued.pk).update(process_id=process_id)


@pytest.mark.parametrize("name", ["test.lose", "test.lose_late"])
def test_run_that_lost_its_job_neither_writes_nor_settles(name: str) -> None:
    queued = enqueue(name)

    run_waiting()

    stored = find_job(queued.pk)
    assert (stored.task.status, stored.process_id) == (TaskResultStatus.RUNNING, NO_PROCESS)
    assert (stored.progress_at, seen) == (None, [])


def test_retry_job_queues_a_failed_job_from_its_state() -> None:
    queued = enqueue("test.say_why")
    run_waiting()

    retry_job(queued.pk, actor="user:1")

    assert (run_waiting(), len(find_job(queued.pk).task.worker_ids)) == (1, 2)
    with pytest.raises(JobUnknown):
        retry_job(uuid4(), actor="user:1")


def test_drop_job_takes_all_but_a_running_one() -> None:
    waiting, running = enqueue("test.note"), enqueue("test.note")
    claimed_by(running, NO_PROCESS)

    drop_job(waiting.pk)

    with pytest.raises(JobUnknown):
        drop_job(running.pk)
    assert list(jobs("test.note")) == [running]
    with pytest.raises(JobUnknown):
        find_job(waiting.pk)


def test_purge_finished_keeps_successes_2_days_and_failures_30() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        enqueue("test.note")
        enqueue("test.say_why")
        run_waiting()
        waiting = enqueue("test.note", run_after=NOON + timedelta(days=99))
        purged = []
        for days in (2, 1, 27, 1):
            clock.shift(timedelta(days=days))
            purged.append(purge_finished())

    assert purged == [0, 1, 0, 1]
    assert (list(jobs()), DBTaskResult.objects.count()) == ([waiting], 1)


@pytest.mark.django_db(transaction=True)
def test_job_is_run_by_one_of_many_workers() -> None:
    for number in range(30):
        enqueue("test.note", number=number)

    threads = [threading.Thread(target=run_in_thread) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(kwargs["number"] for kwargs in seen) == list(range(30))
    assert {len(task.worker_ids) for task in DBTaskResult.objects.all()} == {1}


def run_in_thread() -> None:
    try:
        run_waiting()
    finally:
        connections.close_all()
