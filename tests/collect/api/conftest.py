"""Fixtures of the tracking API."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from regulars.collect.api.asgi import Intake
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.models import Source
from regulars.unify.facts.services import create_source
from tests.collect.api.door import Door, opened


@pytest.fixture
def source(transactional_db: None) -> Source:
    return create_source("shop server", kind=SourceKind.SERVER, actor="owner")


@pytest.fixture
def door(source: Source) -> Iterator[Door]:
    with opened(Intake(), source.write_key) as door:
        yield door


@pytest.fixture
def open_door(source: Source) -> Callable[..., Any]:
    """`with open_door(limit=5) as door` is an intake with other limits."""
    return lambda **options: opened(Intake(**options), source.write_key)
