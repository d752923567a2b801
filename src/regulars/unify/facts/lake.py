"""The lake of this data folder, and the one reader that the pages of a process share."""

import atexit
import threading

from django.conf import settings

from regulars.base.lake import Engine, Lake

from .tables import TABLES

_opening = threading.Lock()
_engines: dict[str, Engine] = {}


def lake() -> Lake:
    """The lake of this data folder."""
    return Lake(settings.LAKE_URL, tables=TABLES)


def engine() -> Engine:
    """The reader that all threads of this process share, opened when it is first needed."""
    with _opening:
        if settings.LAKE_URL not in _engines:
            _engines[settings.LAKE_URL] = lake().engine()
        return _engines[settings.LAKE_URL]


@atexit.register
def close() -> None:
    """Close the shared reader; the next question opens another."""
    with _opening:
        while _engines:
            _engines.popitem()[1].close()
