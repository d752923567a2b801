"""Workbooks, and what else is no text: typed cells, sheets, titles."""

import datetime as dt
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import odf.opendocument
import odf.table
import odf.text
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
import xlwt
from numbers_parser import Document

from regulars.collect.files.reading import Format, Options, look
from regulars.collect.files.reading.beginnings import beginning_of
from regulars.collect.files.reading.errors import SheetUnknown
from tests.collect.files.reading.shops import codes, put, read, rows_of, staged

Sheets = dict[str, Sequence[Sequence[Any]]]


def xlsx(path: Path, sheets: Sheets, *, constant_memory: bool = False) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": constant_memory, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(row, column, value, moment if isinstance(value, dt.datetime) else day)
                    elif value is not None:
                        sheet.write(row, column, value)
    return path


def xls(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            sheet.write(row, column, value, *([day] if isinstance(value, dt.date) else []))
    book.save(str(path))
    return path


def ods(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = odf.opendocument.OpenDocumentSpreadsheet()
    table = odf.table.Table(name="Sheet")
    for cells in rows:
        row = odf.table.TableRow()
        for value in cells:
            row.addElement(ods_cell(value))
        table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


def ods_cell(value: Any) -> Any:
    if value is None:
        return odf.table.TableCell()
    if isinstance(value, dt.date):
        return odf.table.TableCell(valuetype="date", datevalue=value.isoformat())
    if isinstance(value, float | int):
        return odf.table.TableCell(valuetype="float", value=value)
    cell = odf.table.TableCell(valuetype="string")
    for line in value.split("\n"):
        cell.addElement(odf.text.P(text=line))
    return cell


def numbers(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = Document(num_rows=len(rows), num_cols=len(rows[0]))
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                book.sheets[0].tables[0].write(row, column, value)
        book.save(str(path))
    return path


ROWS: list[list[Any]] = [
    ["Name", "Birthday", "Points"],
    ["สมชาย", dt.date(1990, 3, 1), 12],
    ["小明", dt.date(1985, 12, 31), 1.5],
]
READ = [(2, "สมชาย", "1990-03-01", "12"), (3, "小明", "1985-12-31", "1.5")]


@pytest.mark.parametrize(("name", "write"), [
    ("a.xlsx", lambda path, rows: xlsx(path, {"Sheet": rows})), ("a.xls", xls), ("a.ods", ods),
])  # fmt: skip
def test_workbook_is_read_with_its_types(tmp_path: Path, name: str, write: Any) -> None:
    path = write(tmp_path / name, ROWS)

    found = look(path, name)

    assert (found.format, found.heads) == (Format(name[2:]), ("Name", "Birthday", "Points"))
    assert found.rows == tuple(row[1:] for row in READ)
    assert read(path)[1] == READ


def test_numbers_of_apple_is_read_with_its_types(tmp_path: Path) -> None:
    rows = [ROWS[0], ["สมชาย", dt.datetime(1990, 3, 1), 12]]  # noqa: DTZ001  Numbers knows no zone
    path = numbers(tmp_path / "a.numbers", rows)

    assert look(path, path.name).format is Format.NUMBERS
    assert read(path) == (("Name", "Birthday", "Points"), READ[:1])


@pytest.mark.parametrize("write", [lambda path: xlsx(path, {"A": ROWS}), *(
    lambda path, write=write: write(path, ROWS[:1] + [[row[0], str(row[1]), str(row[2])] for row in ROWS[1:]])
    for write in (xls, ods, numbers)
)])  # fmt: skip
def test_workbook_is_known_by_what_it_holds_whatever_its_path_is_called(tmp_path: Path, write: Any) -> None:
    path = write(tmp_path / "a.numbers").rename(tmp_path / "upload")

    assert read(path) == (("Name", "Birthday", "Points"), READ)


def test_first_sheet_that_is_a_table_is_read(tmp_path: Path) -> None:
    cover, table = [["Our customers"], ["as of May"]], [["x", "y"], ["1", "2"]]
    path = xlsx(tmp_path / "a.xlsx", {"Read me": cover, "List": table, "More": table})

    assert look(path, "a.xlsx").sheet == "List"
    assert look(path, "a.xlsx", Options(sheet="Read me")).sheet == "Read me"
    assert read(path) == (("x", "y"), [(2, "1", "2")])


def test_first_sheet_is_read_where_none_is_a_table(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"One": [["E-mail"], ["ann@shop.example"]], "Two": [["x"]], "Three": [[]]})

    assert look(path, "a.xlsx").sheet == "One"


def test_typed_cells_become_texts(tmp_path: Path) -> None:
    moment = dt.datetime(2024, 3, 1, 10, 30)  # noqa: DTZ001  a sheet knows no zone
    path = xlsx(tmp_path / "a.xlsx", {"A": [
        ["day", "moment", "phone", "flag", "formula", "card", "empty"],
        [dt.date(2024, 3, 1), moment, 66812345678, True, "=1+1", 1234567890123456789, None],
    ]})  # fmt: skip

    found = staged(path)

    assert rows_of(path) == [
        (2, "2024-03-01", "2024-03-01T10:30:00", "66812345678", "TRUE", "0", "1234567890123460000", None)
    ]
    assert [(one.code, one.column, one.rows) for one in found.remarks] == [("floats", 5, (2,))]


def test_wrong_ending_does_not_matter(tmp_path: Path) -> None:
    book = xlsx(tmp_path / "a.xlsx", {"A": ROWS})
    path = put(tmp_path, "list.csv", book.read_bytes())

    assert look(path, path.name).format is Format.XLSX
    assert read(path)[1] == READ
    assert look(put(tmp_path, "list.xlsx", "name\nA\n"), "list.xlsx").format is Format.CSV


def test_sheet_is_the_first_that_is_shown_or_the_one_that_was_chosen(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"One": ROWS, "Two": [["x", "y"], ["1", "2"]]})

    found = look(path, path.name)

    assert (found.sheets, found.sheet) == (("One", "Two"), "One")
    assert read(path, Options(sheet="Two")) == (("x", "y"), [(2, "1", "2")])
    assert codes(path) == {"sheets"}
    with pytest.raises(SheetUnknown, match="Three"):
        staged(path, Options(sheet="Three"))


def test_rows_are_numbered_as_the_sheet_shows_them(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"A": [[], ["Our customers"], [], [None, "Name", "City"], [], [None, "A", "B"]]})

    found = staged(path)

    assert (found.options.header_row, found.heads) == (4, ("A", "Name", "City"))
    assert rows_of(path) == [(6, None, "A", "B")]


@pytest.mark.parametrize("constant_memory", [False, True])
def test_beginning_of_a_workbook_reads_as_the_whole_does(tmp_path: Path, constant_memory: bool) -> None:
    rows: list[list[Any]] = [
        ["Name", "Note", "Day"],
        *([f"name {n}", f"note {n % 7}", dt.date(2020, 1, 1 + n % 28)] for n in range(3000)),
    ]
    path = xlsx(tmp_path / "a.xlsx", {"One": [["x"], ["other"]], "Two": rows}, constant_memory=constant_memory)

    start = beginning_of(path, "Two")

    assert start is not None
    cut = put(tmp_path, "cut.xlsx", start)
    assert look(cut, "cut.xlsx", Options(sheet="Two")) == look(path, "a.xlsx", Options(sheet="Two"))
    assert 100 < len(read(cut, Options(sheet="Two"))[1]) < 200


def test_parquet_is_read_with_its_types(tmp_path: Path) -> None:
    table = pa.table({
        "name": ["A", None], "points": pa.array([1, None], pa.int64()), "total": [1.0, 2.5], "vip": [True, False],
        "day": [dt.date(2024, 3, 1), None], "at": pa.array([dt.datetime(2024, 3, 1, 10, tzinfo=dt.UTC), None]),
        "address": [{"city": "X", "zip": "1"}, None], "tags": [["a", "b"], []],
    })  # fmt: skip
    path = tmp_path / "a.parquet"
    pq.write_table(table, path)

    heads, rows = read(path)

    assert heads == ("name", "points", "total", "vip", "day", "at", "address.city", "address.zip", "tags")
    assert rows == [
        (1, "A", "1", "1", "TRUE", "2024-03-01", "2024-03-01T10:00:00+00:00", "X", "1", "a; b"),
        (2, None, None, "2.5", "FALSE", None, None, None, None, None),
    ]


def test_json_lines_are_read_by_their_names(tmp_path: Path) -> None:
    path = put(
        tmp_path, "a.jsonl", '{"name":"A","address":{"city":"X"},"vip":true}\n\n{"points":2.0,"tags":["a","b"]}\n'
    )

    heads, rows = read(path)

    assert heads == ("name", "address.city", "vip", "points", "tags")
    assert rows == [(1, "A", "X", "TRUE", None, None), (3, None, None, None, "2", "a; b")]
    assert look(path, "a.txt").format is Format.JSONL


VCARD_2 = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E0=B9=83=E0=B8=88=E0=B8=94=E0=B8=B5;=\r\n"
    "=E0=B8=AA=E0=B8=A1=E0=B8=8A=E0=B8=B2=E0=B8=A2\r\nTEL;CELL:0812345678\r\nTEL;HOME:021234567\r\n"
    "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n SkZJ\r\n\r\nEND:VCARD\r\n"
)
VCARD_3 = (
    "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Li\\, Dr.\nN:Li;Anna;;Dr.;\nitem1.EMAIL;TYPE=INTERNET:anna@example.com\n"
    "item1.X-ABLabel:Work\nADR;TYPE=HOME:;;1 Road\\; Soi 2;Bangkok;;10110;Thailand\nBDAY:19900301\n"
    "ORG:ACME;Sales\nNOTE:first line\\nsecond\n  line\nCATEGORIES:vip,old\nEND:VCARD\n"
)
VCARD_4 = (
    'BEGIN:VCARD\nVERSION:4.0\nFN:علی\nTEL;VALUE=uri;TYPE="voice,cell":tel:+98-912-123\n'
    "GENDER:M\nEMAIL:a@example.com\nEMAIL:b@example.com\nEND:VCARD\n"
)


def test_vcards_of_three_versions_are_read_as_rows(tmp_path: Path) -> None:
    path = put(tmp_path, "a.vcf", VCARD_2 + VCARD_3 + VCARD_4)

    heads, rows = read(path)

    cards = [{head: value for head, value in zip(heads, row[1:], strict=True) if value} for row in rows]
    assert [row[0] for row in rows] == [1, 2, 3]
    assert cards[0] == {"Last name": "ใจดี", "First name": "สมชาย", "Phone": "0812345678", "Phone 2": "021234567"}
    assert cards[1] == {
        "Name": "Anna Li, Dr.", "Last name": "Li", "First name": "Anna", "Prefix": "Dr.", "Email": "anna@example.com",
        "X-ABLABEL": "Work", "Street": "1 Road; Soi 2", "City": "Bangkok", "Postal code": "10110",
        "Country": "Thailand", "Birthday": "1990-03-01", "Company": "ACME", "Department": "Sales",
        "Note": "first line\nsecond line", "Tags": "vip; old",
    }  # fmt: skip
    assert cards[2] == {
        "Name": "علی", "Phone": "+98-912-123", "Gender": "male", "Email": "a@example.com", "Email 2": "b@example.com",
    }  # fmt: skip
