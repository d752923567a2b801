"""What is looked at for health, and the jobs."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from regulars.base.audit import guard, tasks
from regulars.base.audit.models import AuditEntry
from regulars.base.audit.plugs import check_trail
from regulars.base.audit.sealing import seal
from regulars.base.audit.services import record
from regulars.base.audit.verifying import verify_and_note
from regulars.base.jobs.checks import checks
from regulars.base.jobs.heartbeat import Heartbeat
from regulars.base.jobs.registry import job_specs

pytestmark = pytest.mark.django_db


def test_health_looks_at_the_trail() -> None:
    assert check_trail in [look for _, look in checks]


def test_health_says_how_far_the_trail_is_sealed_and_recomputed() -> None:
    with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False):
        record("customer.see", actor="owner")
        empty = check_trail()
        seal()
        sealed = check_trail()
        verify_and_note()
        verified = check_trail()

    assert (empty.ok, empty.words) == (True, "Nothing is sealed yet.")
    assert (sealed.ok, sealed.words) == (True, "Sealed up to 1 May 2026, 12:00; it will be recomputed tonight.")
    assert (verified.ok, verified.words) == (
        True,
        "Sealed up to 1 May 2026, 12:00, recomputed 1 May 2026, 12:00.",
    )


def test_health_says_what_was_tampered_with() -> None:
    entry = record("customer.see", actor="owner")
    seal()
    guard.remove(connection)
    AuditEntry.objects.filter(pk=entry.pk).update(actor="system")
    guard.install(connection)
    verify_and_note()

    found = check_trail()

    assert not found.ok
    assert found.words.startswith(f"Entry {entry.pk} in block 1 was changed after it was sealed. Run")


def test_health_says_where_nothing_seals_although_somebody_works() -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=1), tick=False):
        record("customer.see", actor="owner")
    assert check_trail().ok

    with Heartbeat("jobs"):
        assert not check_trail().ok


def test_jobs_seal_every_minute_and_trim_and_verify_every_night() -> None:
    specs = job_specs()

    assert specs["audit.seal"].every == timedelta(minutes=1)
    assert all(specs[name].daily_at and specs[name].queue == "long" for name in ("audit.trim", "audit.verify"))
    assert [specs[f"audit.{name}"].function for name in ("seal", "trim", "verify")] == [
        tasks.seal,
        tasks.trim,
        tasks.verify,
    ]
