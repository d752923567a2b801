"""Owns the signs of life: one row of `process` per running process."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

from django.db import OperationalError, connections
from django.utils import timezone
from django_tasks_db.utils import is_locked_database_exception

from regulars.base.jobs.models import Process

BEAT_EVERY_SECONDS = 5.0
FRESH = timedelta(seconds=20)


class Heartbeat:
    """A process's sign of life, for as long as the `with` block lasts.

    `beat` may be called every turn: it writes at most every 5 s. `status` are figures for the health page.
    """

    def __init__(self, name: str) -> None:
        self.row = Process(name=name, host=socket.gethostname(), pid=os.getpid())
        self.written_at = 0.0

    def __enter__(self) -> Self:
        forget_dead(self.row.host)
        self.row.save(force_insert=True)
        self.written_at = time.monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        Process.objects.filter(pk=self.row.pk).delete()

    @property
    def process_id(self) -> int:
        return self.row.pk

    def beat(self, **status: Any) -> None:
        self.row.status = status or self.row.status
        now = time.monotonic()
        if now - self.written_at < BEAT_EVERY_SECONDS:
            return
        self.written_at = now
        self.row.beat_at = timezone.now()
        # Saved whole, because another process may have forgotten this one while the machine slept.
        self.row.save()


def forget_dead(host: str) -> None:
    """Delete the rows of this host's ended processes, and of any process silent for a day."""
    silent = Process.objects.filter(beat_at__lt=timezone.now() - timedelta(days=1))
    silent.delete()
    ended = [row.pk for row in Process.objects.filter(host=host) if not pid_exists(row.pid)]
    Process.objects.filter(pk__in=ended).delete()


def live_processes(name: str | None = None) -> list[Process]:
    """Processes whose last sign of life is fresh; on this host only those that still exist."""
    fresh = Process.objects.filter(beat_at__gte=timezone.now() - FRESH).order_by("pk")
    if name is not None:
        fresh = fresh.filter(name=name)
    here = socket.gethostname()
    return [row for row in fresh if row.host != here or pid_exists(row.pid)]


def pid_exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


@contextmanager
def beating(name: str) -> Iterator[None]:
    """Signs of life from a thread of its own, for a process whose work is not a loop of turns."""
    stop = Event()
    thread = Thread(target=keep_beating, args=(name, stop), name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def keep_beating(name: str, stop: Event) -> None:
    try:
        with Heartbeat(name) as heart:
            while not stop.wait(BEAT_EVERY_SECONDS):
                beat_unless_locked(heart)
    finally:
        connections.close_all()


def beat_unless_locked(heart: Heartbeat) -> None:
    try:
        heart.beat()
    except OperationalError as error:
        if not is_locked_database_exception(error):
            raise
