"""The pages about jobs and health, and the checks behind them."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone, translation
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from regulars.base.audit.queries import entries
from regulars.base.jobs import checks, overview
from regulars.base.jobs.findings import Finding
from regulars.base.jobs.heartbeat import Heartbeat
from regulars.base.jobs.models import Job, Schedule
from regulars.base.jobs.registry import job_specs
from regulars.base.jobs.schedule import sync_schedules
from regulars.base.jobs.services import enqueue
from regulars.base.staff.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client: Client) -> User:
    user = User.objects.create_superuser("owner@shop.example")
    client.force_login(user)
    return user


def failed_job(name: str = "jobs.purge") -> Job:
    """A job that ended with an error."""
    made = enqueue(name)
    DBTaskResult.objects.filter(pk=made.pk).update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        exception_class_path="builtins.ValueError",
        traceback="File <shop>, line 1",
    )
    return made


def test_jobs_show_state_progress_and_what_went_wrong(client: Client, owner: User) -> None:
    failed_job()
    running = enqueue("facts.purge_rejected")
    DBTaskResult.objects.filter(pk=running.pk).update(status=TaskResultStatus.RUNNING, started_at=timezone.now())
    Job.objects.filter(pk=running.pk).update(done=1234, total=5000, message="<half>")

    page = client.get("/jobs/").content.decode()

    assert "builtins.ValueError" in page
    assert "File &lt;shop&gt;, line 1" in page
    assert '<progress max="5000" value="1234"' in page
    assert "1,234 / 5,000" in page
    assert "&lt;half&gt;" in page
    assert 'hx-trigger="every 3s"' in page


def test_jobs_that_stand_still_are_not_asked_for_again(client: Client, owner: User) -> None:
    failed_job()

    part = client.get("/jobs/?state=FAILED", headers={"HX-Request": "true"}).content.decode()

    assert part.lstrip().startswith('<section class="sheet">')
    assert "<html" not in part


def test_retry_queues_a_failed_job_and_is_written_down(client: Client, owner: User) -> None:
    job = failed_job()

    page = client.post(f"/jobs/{job.pk}/retry/", follow=True).content.decode()

    assert "jobs.purge is queued again." in page
    assert DBTaskResult.objects.get(pk=job.pk).status == TaskResultStatus.READY
    assert entries(action="job.retry").get().actor == f"user:{owner.pk}"


def test_retry_of_what_has_not_failed_is_told_and_not_written_down(client: Client, owner: User) -> None:
    for job_id in (uuid4(), enqueue("jobs.purge").pk):
        page = client.post(f"/jobs/{job_id}/retry/", follow=True).content.decode()

        assert "This job has not failed, or is gone by now." in page
    assert not entries(action="job.retry").exists()


def test_jobs_come_in_pages_without_gap_or_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "AT_ONCE", 2)
    made = [enqueue("jobs.purge").pk for _ in range(5)]
    DBTaskResult.objects.update(enqueued_at=timezone.now())  # so that ids alone tell them apart

    seen: list[UUID] = []
    cursor: str | None = ""
    while cursor is not None:
        page = overview.jobs_page("READY", cursor)
        seen += [one.id for one in page.jobs]
        cursor = page.next

    assert (len(seen), set(seen)) == (5, set(made))


@pytest.mark.parametrize("cursor", ["nonsense", "~", "2026-11-23~x", "2026-11-23~00000000-0000-0000-0000-000000000001"])
def test_a_broken_cursor_or_state_breaks_nothing(client: Client, owner: User, cursor: str) -> None:
    assert client.get("/jobs/", {"cursor": cursor, "state": "nonsense"}).status_code == 200


def test_routine_that_went_well_is_left_out_unless_asked_for() -> None:
    routine, failed = enqueue("jobs.purge"), failed_job()
    DBTaskResult.objects.filter(pk=routine.pk).update(status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now())

    assert [one.id for one in overview.jobs_page().jobs] == [failed.pk]
    assert [one.id for one in overview.jobs_page("SUCCESSFUL").jobs] == [routine.pk]


def test_every_job_is_called_something_in_words() -> None:
    ours = [spec for spec in job_specs().values() if spec.function.__module__.startswith("regulars.")]

    assert ours
    assert [spec.name for spec in ours if spec.label == spec.name] == []


def test_jobs_are_called_in_words(client: Client, owner: User) -> None:
    failed_job()

    page = client.get("/jobs/", headers={"accept-language": "zh-hans"}).content.decode()

    assert "忘记已完成的任务" in page


def test_timetable_says_how_often_in_words() -> None:
    sync_schedules()
    Schedule.objects.filter(name="jobs.purge").update(last_at=timezone.now())

    found = {one.name: one for one in overview.timetable()}

    assert set(found) == {name for name, spec in job_specs().items() if spec.is_periodic}
    assert (found["jobs.purge"].often, found["jobs.purge"].last_at is None) == ("every 6 hours", False)
    assert found["webhooks.purge"].often == "daily at 03:50"
    assert overview.in_words(timedelta(minutes=1)) == "every minute"
    assert overview.in_words(timedelta(seconds=90)) == "every 90 seconds"


def test_one_of_a_unit_is_said_without_a_number_where_there_is_no_plural() -> None:
    with translation.override("th"):
        words = [overview.in_words(timedelta(minutes=count)) for count in (1, 5, 60)]

    assert words == ["ทุกนาที", "ทุก 5 นาที", "ทุกชั่วโมง"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_jobs_as_for_one(count: int, django_assert_num_queries: object) -> None:
    for _ in range(count):
        failed_job()

    with django_assert_num_queries(1):  # type: ignore[operator]
        overview.jobs_page()


def test_health_shows_processes_and_findings(client: Client, owner: User) -> None:
    failed_job()

    with Heartbeat("road"):
        page = client.get("/health/").content.decode()
        part = client.get("/health/", headers={"HX-Request": "true"}).content.decode()

    assert "Something needs attention." in page
    assert "No sign of life of: jobs." in page
    assert "jobs.purge failed." in page
    assert "<code>road</code>" in part
    assert "<html" not in part


def test_home_lists_problems_alone(client: Client, owner: User) -> None:
    failed_job()

    page = client.get("/").content.decode()

    assert "jobs.purge failed." in page
    assert "MB are free" not in page


def test_a_check_that_breaks_is_a_finding_and_others_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def check_stars() -> Finding:
        raise ValueError("somchai@mail.example")

    monkeypatch.setattr(checks, "checks", [(2, checks.check_disk), (1, check_stars)])

    found = checks.findings()

    assert [(one.subject, one.ok) for one in found] == [("stars", False), ("Disk", True)]
    assert "somchai" not in found[0].words
