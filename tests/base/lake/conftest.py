"""A small lake on a real folder, its writer and a reader."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from regulars.base.lake import Engine, Lake, Writer
from tests.base.lake.samples import PEOPLE, VISITS


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake"), [VISITS, PEOPLE])


@pytest.fixture
def writer(lake: Lake) -> Iterator[Writer]:
    with lake.writer() as writer:
        yield writer


@pytest.fixture
def engine(lake: Lake) -> Iterator[Engine]:
    engine = lake.engine()
    yield engine
    engine.close()
