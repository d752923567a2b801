"""An engine in memory."""

from collections.abc import Iterator

import ibis
import pytest
from ibis.backends.duckdb import Backend


@pytest.fixture(scope="session")
def duckdb() -> Iterator[Backend]:
    engine = ibis.duckdb.connect()
    yield engine
    engine.disconnect()
