"""No log line quotes a customer."""

import logging
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

from regulars.base.jobs.errors import JobFailed
from regulars.base.jobs.logs import LineFormatter, describe


def inner(email: str) -> None:
    raise KeyError(email)


def outer(email: str) -> None:
    try:
        inner(email)
    except KeyError as error:
        raise ValueError(f"no such customer: {email}") from error


def line(record: logging.LogRecord) -> str:
    return LineFormatter("%(name)s %(message)s").format(record)


def test_traceback_in_a_line_has_classes_and_frames_but_no_messages() -> None:
    try:
        outer("anna" + "@example.com")
    except ValueError:
        record = logging.LogRecord("app", logging.ERROR, __file__, 1, "it failed", None, sys.exc_info())

    text = line(record)

    assert text.startswith("app it failed\n")
    assert "in inner" in text
    assert text.index("builtins.KeyError") < text.index("builtins.ValueError")
    assert "anna@example.com" not in text


def test_describe_shows_the_message_that_a_job_meant_to_be_shown() -> None:
    assert describe(JobFailed("The file has no header.")).endswith("JobFailed: The file has no header.")


def test_path_of_a_page_is_not_logged(caplog: pytest.LogCaptureFixture, client: Client) -> None:
    client.get("/customers/anna@example.com")

    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert "anna" in record.getMessage()
    assert line(record) == "django.request a page answered 404"


def test_every_log_handler_writes_with_this_formatter() -> None:
    formatters = settings.LOGGING["formatters"]
    used = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}

    assert {import_string(formatters[name]["()"]) for name in used} == {LineFormatter}
