"""Writes errors and log lines without quoting a customer.

An error's message may hold any value that was being worked on, so class and frames are written and messages are not.
"""

import logging
import traceback
from types import TracebackType

from regulars.base.jobs.errors import JobFailed

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def describe(error: BaseException) -> str:
    """Frames and classes of an error and of its causes, in the order Python shows them."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    earlier = f"{describe(cause)}\n\n" if cause is not None else ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    message = f": {error}" if isinstance(error, JobFailed) else ""
    return f"{earlier}{frames}{class_path(type(error))}{message}"


def class_path(kind: type[BaseException]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


class LineFormatter(logging.Formatter):
    """Tracebacks without messages, and of a failed page its status alone: paths may hold what somebody searched."""

    def formatException(self, ei: ErrorInfo) -> str:  # noqa: N802 the name is logging's
        return "" if ei[1] is None else describe(ei[1])

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 the name is logging's
        if record.name == "django.request":
            record.message = f"a page answered {getattr(record, 'status_code', '')}"
        return super().formatMessage(record)
