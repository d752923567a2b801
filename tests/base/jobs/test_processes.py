"""The worker as a process of its own: killed, told to end, and idle."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

STEPS = 6
PROGRAM = """
    import os, pathlib, signal, sys, threading, time
    os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.settings"
    import django
    django.setup()
    from django.core.management import call_command
    from regulars.base.jobs.queries import jobs
    from regulars.base.jobs.registry import job
    from regulars.base.jobs.runs import checkpoint
    from regulars.base.jobs.services import enqueue
    from regulars.base.jobs.worker import run_jobs

    trail = pathlib.Path(os.environ["TRAIL"])
    end_at, end_by = int(sys.argv[1]), int(sys.argv[2])
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())

    @job("test.steps")
    def steps(run):
        for step in range(run.state.get("next", 0), STEPS):
            with trail.open("a") as file:
                file.write(f"{step}\\n")
            if step == end_at:
                os.kill(os.getpid(), end_by)
                stop.wait(30)
            checkpoint(run, {"next": step + 1})
        stop.set()

    call_command("migrate", verbosity=0)
    if not jobs("test.steps").exists():
        enqueue("test.steps")
    run_jobs(stop)
"""


@pytest.fixture
def environment(home: dict[str, str], tmp_path: Path) -> dict[str, str]:
    return home | {"TRAIL": str(tmp_path / "trail")}


def run_worker(environment: dict[str, str], end_at: int, end_by: signal.Signals) -> int:
    """A worker that gets a signal during one step of its job; the code it ends with."""
    program = textwrap.dedent(PROGRAM).replace("STEPS", str(STEPS))
    command = [sys.executable, "-c", program, str(end_at), str(int(end_by))]
    return subprocess.run(command, env=environment, timeout=60, check=False).returncode


def steps_taken(environment: dict[str, str]) -> list[int]:
    return [int(line) for line in Path(environment["TRAIL"]).read_text().split()]


def test_job_of_a_killed_worker_continues_at_its_last_checkpoint(environment: dict[str, str]) -> None:
    codes = [
        run_worker(environment, end_at=2, end_by=signal.SIGKILL),
        run_worker(environment, end_at=4, end_by=signal.SIGKILL),
        run_worker(environment, end_at=-1, end_by=signal.SIGKILL),
    ]

    assert codes == [-signal.SIGKILL, -signal.SIGKILL, os.EX_OK]
    assert steps_taken(environment) == [0, 1, 2, 2, 3, 4, 4, 5]


def test_job_of_a_worker_told_to_end_takes_no_step_twice(environment: dict[str, str]) -> None:
    codes = [
        run_worker(environment, end_at=2, end_by=signal.SIGTERM),
        run_worker(environment, end_at=-1, end_by=signal.SIGTERM),
    ]

    assert codes == [os.EX_OK, os.EX_OK]
    assert steps_taken(environment) == [0, 1, 2, 3, 4, 5]
