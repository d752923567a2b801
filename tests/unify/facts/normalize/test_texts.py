"""Text without characters that hide, reorder or break it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.unify.facts import normalize
from regulars.unify.facts.normalize.texts import MAX_DEPTH

ZWNJ = "\u200c"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("  Ann  ", "Ann"),
        ("e\u0301", "é"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("pay\u202ecod.exe", "paycod.exe"),
        ("\ufeffAnn\u200b", "Ann"),
        ("line one\r\nline two\rthree", "line one\nline two\nthree"),
        ("a\ud800b", "ab"),
        (f"می{ZWNJ}خواهم", f"می{ZWNJ}خواهم"),
        (f"{ZWNJ}سلام{ZWNJ} {ZWNJ}دنیا", "سلام دنیا"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("สมชาย ใจดี", "สมชาย ใจดี"),
        ("王小明", "王小明"),
    ],
)
def test_text_is_composed_and_harmless(written: str, expected: str) -> None:
    assert normalize.text(written) == expected


@given(st.text())
def test_text_is_stable_and_storable(written: str) -> None:
    once = normalize.text(written)

    assert normalize.text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\x00" not in once
    assert once.encode("utf-8").decode("utf-8") == once


def test_json_value_cleans_strings_and_keys_at_every_depth() -> None:
    written = {"a\x00": [{"b": "e\u0301"}, 1, None, True, 2.5]}

    assert normalize.json_value(written) == {"a": [{"b": "é"}, 1, None, True, 2.5]}


def test_json_value_cuts_what_is_nested_absurdly_deep() -> None:
    written: object = "end"
    for _ in range(MAX_DEPTH + 5000):
        written = [written]

    cut = normalize.json_value(written)

    for _ in range(MAX_DEPTH):
        assert isinstance(cut, list)
        cut = cut[0]
    assert cut == "…"
