"""Keys as files carry them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from regulars.base import vault
from regulars.unify.identity.marked import LENGTH, is_foreign, key_in, mark, marked


def test_a_key_is_known_again_however_its_mark_is_written() -> None:
    assert [key_in(text) for text in (marked(12), marked(12).upper(), "12")] == [12, 12, 12]
    assert not any(map(is_foreign, (marked(12), marked(12).upper(), "12", "mali", "")))


@pytest.fixture
def own_vault() -> Iterator[None]:
    """The key of the tests' folder is back afterwards."""
    yield
    vault.unlock(settings.DATA)


@pytest.mark.usefixtures("own_vault")
def test_another_database_has_another_mark(tmp_path: Path) -> None:
    here, own = marked(12), mark()

    vault.unlock(tmp_path)

    assert (len(mark()), mark() == own, is_foreign(here), key_in(here)) == (LENGTH, False, True, None)


@pytest.mark.parametrize("text", ["", "x", "1.5", "-1", str(2**63), "٣", "12-MAY", f"bcdfg-{2**63}"])
def test_what_is_no_key_is_none(text: str) -> None:
    assert key_in(text) is None
