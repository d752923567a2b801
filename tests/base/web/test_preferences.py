"""Settings of the business."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from time_machine import TimeMachineFixture

from regulars.base.audit.queries import entries
from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun
from regulars.base.jobs.services import enqueue
from regulars.base.jobs.worker import run_waiting
from regulars.base.rules import vocabulary
from regulars.base.web import business, preferences
from regulars.base.web.models import Setting

pytestmark = pytest.mark.django_db


def test_what_nobody_set_is_the_default() -> None:
    assert (preferences.read("business.name"), preferences.read("business.name", "Shop")) == (None, "Shop")


def test_what_is_set_is_read_at_once_and_audited_by_name_alone() -> None:
    preferences.write("business.name", "ร้านกาแฟ", actor="owner")

    line = entries().first()
    assert preferences.read("business.name") == "ร้านกาแฟ"
    assert line is not None
    assert (line.action, line.fields, line.text_hash) == ("setting.change", ["business.name"], None)


def test_what_changes_nothing_is_not_audited() -> None:
    preferences.write("mfa.required", ["owner"], actor="owner")
    preferences.write("mfa.required", ["owner"], actor="owner")
    preferences.write("unknown", None, actor="owner")

    assert [line.action for line in entries()] == ["setting.change"]


def test_none_takes_a_setting_away() -> None:
    preferences.write("business.name", "Shop", actor="owner")

    preferences.write("business.name", None, actor="owner")

    assert preferences.read("business.name", "default") == "default"


def test_reading_asks_the_database_once() -> None:
    preferences.write("business.name", "Shop", actor="owner")

    with CaptureQueriesContext(connection) as queries:
        read = [preferences.read("business.name"), preferences.read("business.language"), business.name()]

    assert (read, len(queries)) == (["Shop", None, "Shop"], 1)


def test_another_process_is_heard_once_what_is_known_is_old() -> None:
    preferences.keep({"business.name": "Here"}, preferences.SECONDS)
    Setting.objects.create(name="business.name", value="Elsewhere")
    before = preferences.read("business.name")

    preferences.keep({"business.name": "Here"}, 0.0)

    assert (before, preferences.read("business.name")) == ("Here", "Elsewhere")


def test_days_and_words_follow_the_business() -> None:
    preferences.write("business.time_zone", "Asia/Bangkok", actor="owner")
    preferences.write("business.language", "fa", actor="owner")

    with business.speaking():
        spoken = translation.get_language(), timezone.get_current_timezone_name()

    assert spoken == ("fa", "Asia/Bangkok")
    assert (business.zone(), business.first_weekday()) == (ZoneInfo("Asia/Bangkok"), 5)
    assert timezone.get_current_timezone_name() == "UTC"


@pytest.mark.parametrize("nonsense", ["Mars/Olympus", "../../etc/passwd", ""])
def test_a_zone_that_does_not_exist_is_never_used(nonsense: str) -> None:
    preferences.write("business.time_zone", nonsense, actor="owner")

    assert business.zone() == ZoneInfo("UTC")


def test_rules_count_days_where_the_business_is() -> None:
    preferences.write("business.time_zone", "Asia/Bangkok", actor="owner")

    assert vocabulary().zone == ZoneInfo("Asia/Bangkok")


def test_today_begins_when_it_does_for_the_business(time_machine: TimeMachineFixture) -> None:
    preferences.write("business.time_zone", "Asia/Bangkok", actor="owner")
    time_machine.move_to(datetime(2026, 11, 23, 20, 0, tzinfo=UTC))

    assert business.midnight() == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def test_jobs_speak_as_the_business_does() -> None:
    said = []

    @job("test.speaking")
    def speak(_run: JobRun) -> None:
        said.append((translation.get_language(), timezone.get_current_timezone_name()))

    preferences.write("business.language", "th", actor="owner")
    preferences.write("business.time_zone", "Asia/Bangkok", actor="owner")
    enqueue("test.speaking")

    run_waiting(["default"])

    assert said == [("th", "Asia/Bangkok")]
