"""Values of special fields at rest: equal ones are equal, nothing is told of them, only their own field opens them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.base.fields import sealing

values = st.text(max_size=80).filter(bool) | st.integers(-(2**63), 2**63 - 1) | st.booleans()


@given(values | st.lists(values, max_size=4))
def test_what_is_sealed_is_opened_as_it_was(value: Any) -> None:
    sealed = sealing.sealed("faith", value)

    assert sealing.opened("faith", sealed) == value
    assert sealing.sealed("faith", value) == sealed
    assert type(sealing.opened("faith", sealed)) is type(value)


def test_nothing_of_a_value_is_left_in_what_is_kept() -> None:
    sealed = sealing.sealed("faith", "Zoroastrian")

    assert "oroast" not in sealed
    assert sealed.startswith(sealing.MARK)
    assert len(sealed) == len(sealing.sealed("faith", "Zen"))


@pytest.mark.parametrize("value", [None, "", []])
def test_what_says_nothing_stays(value: Any) -> None:
    assert sealing.sealed("faith", value) == value


def test_equal_values_of_two_fields_cannot_be_compared() -> None:
    one, other = sealing.sealed("faith", "Zen"), sealing.sealed("diet", "Zen")

    assert one[: sealing.HEAD] != other[: sealing.HEAD]
    assert sealing.opened("diet", one) == one


def test_index_finds_a_value_however_it_is_spelled() -> None:
    assert sealing.index("faith", "ZEN ") == sealing.sealed("faith", "zen")[: sealing.HEAD]
    assert sealing.index("points", 7) == sealing.sealed("points", 7)[: sealing.HEAD]
    assert sealing.index("faith", "Zen") != sealing.index("faith", "Zend")


@pytest.mark.parametrize("forged", ["sealed:1:", "sealed:1:x", f"sealed:1:{'A' * 22}:{'A' * 64}", "sealed:1:é"])
def test_what_only_looks_sealed_is_text(forged: str) -> None:
    assert sealing.opened("faith", forged) == forged
    assert sealing.opened("faith", sealing.sealed("faith", forged)) == forged


def test_one_changed_letter_is_noticed() -> None:
    sealed = sealing.sealed("faith", "Zen")
    changed = sealed[:-3] + ("A" if sealed[-3] != "A" else "B") + sealed[-2:]

    assert sealing.opened("faith", changed) == changed
    assert json.dumps(changed)
