"""scripts/with-postgres: a server for the length of one command, or a clear word why not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHOW_DURABILITY = """
import os, psycopg
with psycopg.connect(os.environ["REGULARS_DATABASE_URL"]) as connection:
    for setting in ("fsync", "synchronous_commit", "data_directory"):
        print(connection.execute(f"SHOW {setting}").fetchone()[0])
raise SystemExit(7)
"""


def with_postgres(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    script = ROOT / "scripts/with-postgres"
    return subprocess.run(
        [script, *command], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def can_start() -> bool:
    return subprocess.run([ROOT / "scripts/find-postgres"], capture_output=True, check=False).returncode == 0


@pytest.mark.slow
def test_server_is_durable_and_gone_after_a_failed_command() -> None:
    if not can_start() and os.environ.get("CI") != "true":
        pytest.skip("missing program: initdb (PostgreSQL)")

    ran = with_postgres(sys.executable, "-c", SHOW_DURABILITY)

    fsync, synchronous_commit, folder = ran.stdout.split()
    assert (ran.returncode, fsync, synchronous_commit) == (7, "on", "on")
    assert not Path(folder).parent.exists()


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_missing_server_skips_with_a_reason_and_fails_in_ci(ci: str, status: int) -> None:
    ran = with_postgres("echo", "ran", CI=ci, PG_BIN="/nonexistent")

    assert (ran.returncode, ran.stdout) == (status, "")
    assert ran.stderr == (
        "skipped: PostgreSQL's server programs (initdb, postgres, pg_ctl) are missing: not run: echo ran\n"
    )
