"""Letters fold the same in Python and in the engine, every one of them."""

import sys
import unicodedata

import ibis
import pyarrow as pa
import pytest
from ibis.backends.duckdb import Backend

from regulars.base.rules.folding import fold, folded


def test_every_letter_folds_alike_in_python_and_in_the_engine(duckdb: Backend) -> None:
    letters = [chr(code) for code in range(1, sys.maxunicode + 1) if unicodedata.category(chr(code)) != "Cs"]
    texts = [*letters, *(f"Α{letter}" for letter in letters)]
    table = ibis.memtable(pa.table({"text": texts}))

    found = duckdb.to_pyarrow(table.select("text", folded=folded(table.text))).to_pylist()

    assert [(row["text"], row["folded"]) for row in found if row["folded"] != fold(row["text"])] == []
    assert len(found) == len(texts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İZMİR", "izmir"),
        ("ΟΔΟΣ", "οδος"),
        ("ΟΔΟΣ", "οδοσ"),
        ("علي", "علی"),
        ("كابل", "کابل"),
        ("É", "é"),
        ("Ａ", "ａ"),
    ],
)
def test_these_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Straße", "STRASSE"), ("é", "e"), ("ı", "i"), ("สมชาย", "สมชัย"), ("王", "汪")]
)
def test_these_are_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)
