"""The jobs' process."""

from regulars.base.jobs.worker import run_jobs
from regulars.serve.leash import stop_on_signal


def run() -> None:
    """Run jobs until told to end; the job in hand ends or hands back."""
    run_jobs(stop_on_signal())
