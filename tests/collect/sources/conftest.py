"""A small business with a real road, and plans that no other test has read."""

from collections.abc import Iterator

import pytest

from regulars.collect.sources import gate
from tests.story.scene import Scene


@pytest.fixture(autouse=True)
def plans_unread() -> None:
    gate.compiled.cache_clear()


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    with Scene() as scene:
        yield scene
