"""Any table of texts that is written in a format is read back the same."""

import csv
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.base.fields.formulas import harmless, plain
from regulars.collect.files.reading import Options
from regulars.collect.files.reading.formats import format_of
from regulars.collect.files.reading.opening import TEXTS
from regulars.collect.files.reading.staging import stage_whole
from tests.collect.files.reading.shops import beside, rows_of, staged
from tests.collect.files.reading.test_workbooks import ods, xlsx

Table = list[list[str]]

LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"], exclude_characters="\ufeff\ufffe\uffff"
)
WORDS = st.text(LETTERS, max_size=12)
FORMULAS = st.sampled_from(
    ["=1+1", "'=1+1", "''@x", "-5", "+66812345678", "@nok", "'hello", "'", " =x", "＝x", "%", "|x"]
)
TEXT = st.one_of(WORDS, FORMULAS, st.sampled_from(["a,b", 'x"y', "line\nline", "a;b\tc|d", " x ", "0812", "1e5", "''"]))


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[str] = TEXT) -> Table:
    """Rows of the same width, each with something in it."""
    width = draw(st.integers(1, 5))
    row = st.lists(cells, min_size=width, max_size=width).filter(any)
    return draw(st.lists(row, min_size=1, max_size=8))


def as_csv(path: Path, table: Table) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([[f"head {place}" for place in range(len(table[0]))], *table])
    path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")


def shielded(write: Callable[[Path, Table], None]) -> Callable[[Path, Table], None]:
    """Written as an export is: nothing that a spreadsheet would calculate."""
    return lambda path, table: write(path, [[harmless(cell) for cell in row] for row in table])


def as_xlsx(path: Path, table: Table) -> None:
    xlsx(path, {"A": [[f"head {place}" for place in range(len(table[0]))], *table]})


def as_ods(path: Path, table: Table) -> None:
    ods(path, [[f"head {place}" for place in range(len(table[0]))], *table])


def as_jsonl(path: Path, table: Table) -> None:
    lines = [json.dumps({f"head {place}": cell for place, cell in enumerate(row)}, ensure_ascii=False) for row in table]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")


def as_parquet(path: Path, table: Table) -> None:
    columns = list(zip(*table, strict=True))
    pq.write_table(pa.table({f"head {place}": list(column) for place, column in enumerate(columns)}), path)


def check_same(name: str, write: Callable[[Path, Table], None], table: Table, first: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path, table)

        format_ = format_of(path, name)
        options = Options(delimiter=",", quote='"', header_row=1)
        if format_ in TEXTS:
            staged(path, options)
        else:
            stage_whole(path, format_, options, beside(path), lambda _rows, _total: None)

        assert rows_of(path) == [(number, *[cell or None for cell in row]) for number, row in enumerate(table, first)]


@given(tables())
def test_csv_is_read_back_the_same(table: Table) -> None:
    check_same("a.csv", shielded(as_csv), table, 2)


@given(tables())
def test_json_lines_are_read_back_the_same(table: Table) -> None:
    check_same("a.jsonl", as_jsonl, table, 1)


@given(tables())
def test_parquet_is_read_back_the_same(table: Table) -> None:
    check_same("a.parquet", as_parquet, table, 1)


@settings(max_examples=15)
@given(tables(st.one_of(WORDS, st.sampled_from(["a,b", 'x"y', "line\nline", "0812", "1e5", " x ", "_x0041_"]))))
def test_xlsx_is_read_back_the_same(table: Table) -> None:
    check_same("a.xlsx", shielded(as_xlsx), table, 2)


@settings(max_examples=15)
@given(tables(st.text(st.characters(categories=["L", "N"]), max_size=8)))
def test_ods_is_read_back_the_same(table: Table) -> None:
    check_same("a.ods", shielded(as_ods), table, 2)


@given(TEXT)
def test_text_behind_an_apostrophe_is_no_formula_and_comes_back(text: str) -> None:
    written = harmless(text)

    assert plain(written) == text
    assert written == text or written[0] == "'"


@pytest.mark.parametrize(("text", "written"), [
    ("=1+1", "'=1+1"), ("'=1+1", "''=1+1"), ("@nok", "'@nok"), ("+66812345678", "+66812345678"), ("'tis", "'tis"),
    ("", ""), ("'", "'"), ("\t=x", "'\t=x"), ("＝SUM(A1)", "'＝SUM(A1)"), (" =x", "' =x"),
])  # fmt: skip
def test_formula_is_written_behind_an_apostrophe(text: str, written: str) -> None:
    assert harmless(text) == written
    assert plain(written) == text
