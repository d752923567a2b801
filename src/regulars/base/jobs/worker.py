"""Owns the worker: claims jobs from the queue, runs them, and settles how each run ended."""

import logging
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event
from typing import Any

from django.db import OperationalError, connections, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from regulars.base.jobs.errors import JobLost, JobPaused, WorkerDied
from regulars.base.jobs.heartbeat import BEAT_EVERY_SECONDS, Heartbeat, live_processes
from regulars.base.jobs.logs import class_path, describe
from regulars.base.jobs.models import Job
from regulars.base.jobs.registry import QUEUES, job_specs
from regulars.base.jobs.runs import JobRun, current_run
from regulars.base.jobs.schedule import enqueue_due, sync_schedules
from regulars.base.web import business

POLL_SECONDS = 1.0
MOST_DEATHS = 5

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Worker:
    """Who runs jobs: the row id of its process, and the event that asks it to end."""

    process_id: int
    stop: Event


def run_jobs(stop: Event, queues: Sequence[str] = QUEUES) -> None:
    """Run jobs until `stop` is set, one thread a queue, and the job in hand has ended or handed back."""
    with Heartbeat("jobs") as heart, ThreadPoolExecutor(len(queues) + 1) as pool:
        worker = Worker(heart.process_id, stop)
        threads = [pool.submit(in_own_connection, work, worker, queue) for queue in queues]
        threads.append(pool.submit(in_own_connection, keep_house, worker, heart))
        wait(threads, return_when=FIRST_COMPLETED)
        stop.set()
    raise_first_error(threads)


def raise_first_error(threads: list[Future[None]]) -> None:
    for thread in threads:
        thread.result()


def in_own_connection(loop: Any, *args: Any) -> None:
    try:
        loop(*args)
    finally:
        connections.close_all()


def work(worker: Worker, queue: str) -> None:
    """Run one job after the other; with nothing to do, look once a second."""
    while not worker.stop.is_set():
        if not run_next(worker, queue):
            worker.stop.wait(POLL_SECONDS)


def keep_house(worker: Worker, heart: Heartbeat) -> None:
    """Show signs of life, take back what dead processes left, queue what the timetable says."""
    sync_schedules()
    while True:
        try:
            heart.beat()
            reclaim_orphans()
            enqueue_due()
        except OperationalError as error:
            if not is_locked_database_exception(error):
                raise
        if worker.stop.wait(BEAT_EVERY_SECONDS):
            return


def run_waiting(queues: Sequence[str] = QUEUES) -> int:
    """Run everything that waits and is due, in this thread; returns how many runs that took."""
    with Heartbeat("jobs") as heart:
        worker = Worker(heart.process_id, Event())
        runs = 0
        while any(run_next(worker, queue) for queue in queues):
            runs += 1
        return runs


def run_next(worker: Worker, queue: str) -> bool:
    """Run the queue's next job; False where none is due."""
    try:
        task = claim(worker, queue)
    except OperationalError as error:
        if not is_locked_database_exception(error):
            raise
        task = None
    if task is None:
        return False
    run_claimed(worker, task)
    return True


def claim(worker: Worker, queue: str) -> DBTaskResult[Any, Any] | None:
    due = DBTaskResult.objects.ready().filter(queue_name=queue)
    # A plain look first: an idle worker never takes the write lock.
    if not due.exists():
        return None
    with exclusive_transaction():
        task = due.get_locked()
        if task is not None:
            task.claim(str(worker.process_id))
            owned = {"process_id": worker.process_id, "progress_at": None}
            Job.objects.update_or_create(
                task=task, defaults=owned, create_defaults={**owned, "name": task.task_name[:100]}
            )
        return task


def run_claimed(worker: Worker, task: DBTaskResult[Any, Any]) -> None:
    job = Job.objects.get(task=task)
    run = JobRun(job.task_id, job.name, len(task.worker_ids), job.state, worker.process_id, worker.stop)
    token = current_run.set(run)
    started = time.monotonic()
    try:
        value = call(task)
    except JobPaused:
        hand_back(run)
    except JobLost:
        logger.warning("job %s %s: another process runs it by now", run.name, run.id)
    except Exception as error:  # noqa: BLE001 the edge of a job: whatever it raises is its failure
        fail(run, job.failures + 1, error)
    else:
        succeed(run, value)
        logger.info("job %s %s: done in %.1f s", run.name, run.id, time.monotonic() - started)
    finally:
        current_run.reset(token)


def call(task: DBTaskResult[Any, Any]) -> Any:
    """Run the django-task, in the language and time zone of the business, and give its value as JSON."""
    arguments = task.args_kwargs
    with business.speaking():
        return normalize_json(task.task.call(*arguments["args"], **arguments["kwargs"]))


def succeed(run: JobRun, value: Any) -> None:
    settle(
        run,
        {"status": TaskResultStatus.SUCCESSFUL, "finished_at": timezone.now(), "return_value": value}
        | {"exception_class_path": "", "traceback": ""},
        {"once_key": None, "state": {}},
    )


def hand_back(run: JobRun) -> None:
    settle(run, {"status": TaskResultStatus.READY, "run_after": timezone.now()}, {})
    logger.info("job %s %s: handed back, continues later", run.name, run.id)


def fail(run: JobRun, failures: int, error: Exception) -> None:
    spec = job_specs().get(run.name)
    failure = {"exception_class_path": class_path(type(error)), "traceback": describe(error)}
    if spec is not None and failures <= spec.retries:
        again = {"status": TaskResultStatus.READY, "run_after": spec.backoff(failures)}
        settle(run, failure | again, {"failures": failures})
    else:
        over = {"status": TaskResultStatus.FAILED, "finished_at": timezone.now()}
        settle(run, failure | over, {"failures": failures, "once_key": None})
    logger.error("job %s %s: attempt %s failed\n%s", run.name, run.id, run.attempt, failure["traceback"])


@transaction.atomic
def settle(run: JobRun, task_fields: dict[str, Any], job_fields: dict[str, Any]) -> None:
    """Store how a run ended, unless the job was given to another process meanwhile."""
    own = Job.objects.filter(task_id=run.id, process_id=run.process_id)
    if own.update(process_id=None, **job_fields):
        DBTaskResult.objects.filter(pk=run.id).update(**task_fields)
    else:
        logger.warning("job %s %s: ended after another process took it over", run.name, run.id)


def reclaim_orphans() -> int:
    """Queue again what processes were running that are gone; returns how many jobs that were."""
    running = Job.objects.filter(process_id__isnull=False)
    if not running.exists():
        return 0
    orphans = running.exclude(process_id__in=[row.pk for row in live_processes()])
    for job in orphans:
        reclaim(job)
    return len(orphans)


def reclaim(job: Job) -> None:
    assert job.process_id is not None
    run = JobRun(job.task_id, job.name, 0, {}, job.process_id, Event())
    logger.warning("job %s %s: its process died", job.name, job.task_id)
    if job.deaths < MOST_DEATHS:
        again = {"status": TaskResultStatus.READY, "run_after": timezone.now()}
        settle(run, again, {"deaths": job.deaths + 1})
    else:
        over = {"status": TaskResultStatus.FAILED, "finished_at": timezone.now()}
        why = {"exception_class_path": class_path(WorkerDied), "traceback": ""}
        settle(run, over | why, {"once_key": None})
