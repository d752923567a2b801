"""Broken, hostile and strange files: a clear error or a correct import, and nothing is left behind by an error."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from regulars.collect.files.reading import Options, apart, look, stage
from regulars.collect.files.reading.errors import (
    Bomb,
    Broken,
    CellTooLong,
    Empty,
    LineBroken,
    Protected,
    ReadingError,
    Stopped,
    TooLarge,
    TooMuch,
    TooWide,
    UnknownFormat,
)
from regulars.collect.files.reading.opened import Block
from regulars.collect.files.reading.staging import bounded
from regulars.collect.files.reading.tables import MOST_BYTES
from tests.collect.files.reading.shops import beside, codes, put, read, rezipped, staged

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"


def check_refused(path: Path, error: type[ReadingError]) -> None:
    """Both a look and staging say so, in words, and leave nothing."""
    with pytest.raises(error):
        look(path, path.name)
    with pytest.raises(error) as refusal:
        staged(path)
    assert str(refusal.value)
    assert sorted(path.parent.glob("staged*")) == []


def workbook(folder: Path, rows: int = 3) -> Path:
    path = folder / "made.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("A")
        for row in range(rows):
            sheet.write_row(row, 0, [f"name {row}", f"city {row}"])
    return path


@pytest.mark.parametrize("content", [b"", b"\n\n\r\n", b"\xef\xbb\xbf", b",,,\n,,,\n"])
def test_file_without_anything_is_empty(tmp_path: Path, content: bytes) -> None:
    check_refused(put(tmp_path, "list.csv", content), Empty)


def test_file_with_heads_alone_has_no_rows(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "name,email\n")

    assert look(path, path.name).rows == ()
    assert read(path) == (("name", "email"), [])


def test_file_with_one_column_is_read(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "email\na@example.com\nb@example.com\n")

    assert read(path) == (("email",), [(2, "a@example.com"), (3, "b@example.com")])


def test_nul_bytes_are_taken_out(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", b"name,city\nA\x00nna,X\n\x00B,Y\n")

    assert read(path)[1] == [(2, "Anna", "X"), (3, "B", "Y")]
    assert codes(path) == {"nuls"}


def test_ten_thousand_columns_are_read(tmp_path: Path) -> None:
    heads = [f"column {number}" for number in range(10_000)]
    path = put(tmp_path, "list.csv", "\n".join([",".join(heads), *[",".join("x" * 10_000)] * 3]))

    found, rows = read(path)

    assert list(found) == heads
    assert rows == [(number, *"x" * 10_000) for number in (2, 3, 4)]


def test_more_columns_than_a_sheet_has_are_refused(tmp_path: Path) -> None:
    check_refused(put(tmp_path, "list.csv", ",".join(f"c{n}" for n in range(20_000)) + "\n1\n"), TooWide)


@pytest.mark.parametrize("cell", ["x" * 50_000_000, '"' + "x" * 50_000_000 + '"', '"' + "x,y\n" * 2_000_000])
def test_huge_cell_is_refused(tmp_path: Path, cell: str) -> None:
    check_refused(put(tmp_path, "list.csv", f"name,note\nA,{cell}\nB,c\n"), CellTooLong)


def test_huge_header_is_read_and_cut(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", f"name,{'n' * 200_000}\nA,b\n")

    assert read(path) == (("name", "n" * 200), [(2, "A", "b")])


def test_ten_thousand_equal_heads_are_told_apart(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "\n".join([",".join(["name"] * 10_000), ",".join("x" * 10_000)]))

    heads, _ = read(path, Options(header_row=1))

    assert len(set(heads)) == 10_000


def test_file_larger_than_two_gigabytes_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "name\nA\n")
    with path.open("r+b") as file:
        file.truncate(MOST_BYTES + 1)

    check_refused(path, TooLarge)


@pytest.mark.parametrize("content", [
    b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n....", b"\x1f\x8b\x08....", bytes(range(1, 32)) * 50, b"<html><table><tr>",
    b'<?xml version="1.0"?><x/>', OLE + b"WordDocument".ljust(4000, b"\0"),
])  # fmt: skip
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    check_refused(put(tmp_path, "list.csv", content), UnknownFormat)


def test_workbook_behind_a_password_is_refused(tmp_path: Path) -> None:
    streams = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("EncryptionInfo", "EncryptedPackage"))
    path = put(tmp_path, "list.xlsx", OLE + b"\0" * 500 + streams + random.Random(1).randbytes(20_000))

    check_refused(path, Protected)


def test_zip_behind_a_password_is_refused(tmp_path: Path) -> None:
    content = bytearray(workbook(tmp_path).read_bytes())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1

    check_refused(put(tmp_path, "list.xlsx", bytes(content)), Protected)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9, 0.999])
def test_workbook_that_was_cut_short_is_broken(tmp_path: Path, share: float) -> None:
    content = workbook(tmp_path).read_bytes()

    check_refused(put(tmp_path, "list.xlsx", content[: int(len(content) * share)]), Broken)


def test_workbook_whose_sheet_was_cut_short_is_broken(tmp_path: Path) -> None:
    book = workbook(tmp_path, 300)
    sheet = zipfile.ZipFile(book).read(SHEET)

    check_refused(rezipped(book, {SHEET: sheet[: len(sheet) // 2]}, tmp_path / "list.xlsx"), Broken)


@pytest.mark.parametrize("make", [
    lambda: b'{"name":"A"}\n{"name":"B', lambda: b'{"name":"A"}\n[1,2]\n', lambda: b'{"name":"A"}\nB\n',
    lambda: b'{"a":' * 200_000,
])  # fmt: skip
def test_line_that_is_no_object_is_refused_with_its_number(tmp_path: Path, make: Callable[[], bytes]) -> None:
    path = put(tmp_path, "list.jsonl", make())

    with pytest.raises(LineBroken) as refusal:
        staged(path)

    assert refusal.value.row == make().rstrip().count(b"\n") + 1


def test_vcard_that_does_not_end_is_broken(tmp_path: Path) -> None:
    check_refused(put(tmp_path, "list.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD\nBEGIN:VCARD\nFN:B\n"), Broken)


@pytest.mark.parametrize(
    "line",
    [
        "TEL" + ";TYPE=x" * 400_000 + ":1",
        "N:" + ";" * 1_000_000,
        "CATEGORIES:" + " " * 1_000_000 + "x",
        "NOTE;ENCODING=QUOTED-PRINTABLE" + "x" * 1_000_000 + "=" + "\n=" * 20_000 + "\nx",
    ],
    ids=["parameters", "parts", "spaces", "soft"],
)
def test_vcard_of_one_endless_thing_is_not_gone_through_again_and_again(tmp_path: Path, line: str) -> None:
    path = put(tmp_path, "list.vcf", f"BEGIN:VCARD\nVERSION:3.0\nFN:A\n{line}\nEND:VCARD\n")

    assert look(path, path.name).heads[0] == "Name"


def test_vcard_with_more_numbers_than_columns_is_refused(tmp_path: Path) -> None:
    lines = "\n".join(f"TEL:{n}" for n in range(100_000))

    check_refused(put(tmp_path, "list.vcf", f"BEGIN:VCARD\nVERSION:3.0\n{lines}\nEND:VCARD\n"), TooWide)


@pytest.mark.parametrize("share", [0.01, 0.5, 0.95])
def test_parquet_that_was_cut_short_is_broken(tmp_path: Path, share: float) -> None:
    made = tmp_path / "made.parquet"
    pq.write_table(pa.table({"name": [f"name {n}" for n in range(1000)]}), made)
    content = made.read_bytes()

    check_refused(put(tmp_path, "list.parquet", content[: int(len(content) * share)]), Broken)


def test_parquet_with_wrong_bytes_is_broken(tmp_path: Path) -> None:
    made = tmp_path / "made.parquet"
    pq.write_table(pa.table({"name": [f"name {n}" for n in range(1000)]}), made, write_page_checksum=True)
    content = made.read_bytes()

    path = put(tmp_path, "list.parquet", content[:30] + b"\xff" * 2000 + content[2030:])

    with pytest.raises(Broken):
        staged(path)


def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "list.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr(SHEET, b"0" * 200_000_000)

    check_refused(tmp_path / "list.xlsx", Bomb)


def test_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    book = workbook(tmp_path, 5000)
    content = bytearray(book.read_bytes())
    with zipfile.ZipFile(book) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    path = put(tmp_path, "list.xlsx", bytes(content).replace(size, (1000).to_bytes(4, "little")))

    with pytest.raises(Broken):
        staged(path)


def test_zip_with_very_many_entries_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "list.xlsx", "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(10_001):
            book.writestr(f"x{number}", "")

    check_refused(tmp_path / "list.xlsx", Bomb)


def test_sheet_with_a_cell_at_its_far_corner_takes_nothing_down(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "list.xlsx") as book:
        sheet = book.add_worksheet("A")
        sheet.write(0, 0, "name")
        sheet.write(1_048_575, 16_383, "far")

    check_refused(tmp_path / "list.xlsx", TooMuch)


def test_shared_text_named_very_often_takes_nothing_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MOST_MEMORY", 1024**3)
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 300_001))
    words = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"x" * 32_000}</t></si></sst>'
    )
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    path = rezipped(
        workbook(tmp_path), {SHEET: sheet.encode(), "xl/sharedStrings.xml": words.encode()}, tmp_path / "list.xlsx"
    )

    with pytest.raises(TooMuch):
        staged(path)


def repeated(folder: Path, width: int) -> Path:
    """A sheet that says one row, and means it two thousand million times."""
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    cell = f'<table:table-cell office:value-type="string" table:number-columns-repeated="{width}">'
    rows = "".join(
        f'<table:table-row table:number-rows-repeated="{times}">{cell}<text:p>{word}</text:p></table:table-cell>'
        "</table:table-row>"
        for times, word in ((1, "city"), (2**31 - 1, "Bangkok"))
    )
    sheet = f'<office:spreadsheet><table:table table:name="A">{rows}</table:table></office:spreadsheet>'
    body = f"<office:body>{sheet}</office:body>"
    path = folder / "rows.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        book.writestr("META-INF/manifest.xml", f"<manifest:manifest {manifest}/>")
        book.writestr("content.xml", f"<office:document-content {namespaces}>{body}</office:document-content>")
    return path


def test_sheet_that_repeats_a_row_without_end_is_refused(tmp_path: Path) -> None:
    path = repeated(tmp_path, width=12)

    found = look(path, path.name)
    with pytest.raises(Bomb):
        staged(path)

    assert (len(found.heads), found.rows[-1][0]) == (12, "Bangkok")
    assert sorted(tmp_path.glob("staged*")) == []


def test_parquet_that_says_one_thing_in_very_many_cells_is_refused(tmp_path: Path) -> None:
    cells = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000_000, pa.int32()), pa.array(["x" * 100_000]))
    path = tmp_path / "list.parquet"
    pq.write_table(pa.table({"head": cells}), path)

    with pytest.raises(Bomb) as refusal:
        staged(path)

    assert "unpacks to far more than it should" in str(refusal.value)
    assert sorted(tmp_path.glob("staged*")) == []


def test_empty_cells_count_too_and_a_table_within_its_bound_passes_whole() -> None:
    blocks: list[Block] = [(range(1, 4), [("a", None)] * 3), (range(4, 5), [(None, None)])]

    passed = list(bounded(iter(blocks), 11))
    with pytest.raises(Bomb):
        list(bounded(iter(blocks), 10))

    assert passed == blocks


def test_names_in_a_zip_that_lead_out_of_it_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    path = rezipped(
        workbook(tmp_path), {"../../escaped.xml": b"<x/>", "/tmp/escaped.xml": b"<x/>"}, folder / "list.xlsx"
    )

    assert len(read(path)[1]) == 2
    assert not list(tmp_path.parent.rglob("escaped.xml"))


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.csv", "..\\x.csv", "x\x00.csv", "", "." * 300])
def test_name_of_a_file_is_a_name_alone(tmp_path: Path, name: str) -> None:
    path = put(tmp_path, "upload", "name,city\nA,X\n")

    assert look(path, name).heads == ("name", "city")


def test_entities_in_a_workbook_are_not_expanded(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{entities}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&e11;</t></is></c></row></sheetData></worksheet>'
    )
    path = rezipped(book, {SHEET: sheet.encode()}, tmp_path / "list.xlsx")

    try:
        heads, _ = read(path)
    except ReadingError as error:
        heads = (str(error),)

    assert len(heads) == 1
    assert "lollol" not in heads[0]


def test_rubbish_in_an_old_workbook_is_broken(tmp_path: Path) -> None:
    content = OLE + b"\0" * 504 + "Workbook".encode("utf-16-le") + random.Random(2).randbytes(30_000)

    check_refused(put(tmp_path, "list.xls", content), Broken)


def test_rubbish_in_a_numbers_file_is_broken(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "list.numbers", "w") as book:
        book.writestr("Index/Document.iwa", random.Random(3).randbytes(5000))

    check_refused(tmp_path / "list.numbers", Broken)


def test_any_bytes_are_a_table_or_refused(tmp_path: Path) -> None:
    dice = random.Random(4)
    for start in (b"", b"name,city\n", b"BEGIN:VCARD\n", b'{"a":1}\n', b"\xff\xfe", b"\xef\xbb\xbf"):
        for size in (1, 50, 3000):
            path = put(tmp_path, "list.csv", start + dice.randbytes(size))
            try:
                staged(path)
            except ReadingError:
                assert not list(tmp_path.glob("staged*"))
            beside(path).unlink(missing_ok=True)


def test_stopping_leaves_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "name\n" + "A\n" * 50_000)
    book = workbook(tmp_path, 20_000)

    for one in (path, book):
        with pytest.raises(Stopped):
            stage(one, one.name, Options(), beside(one), lambda _rows, _total: None, stop=lambda: True)

    assert not list(tmp_path.glob("staged*"))


def test_progress_tells_rows_and_how_many_there_will_be(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "name,city\n" + "somebody,somewhere\n" * 200_000)
    told: list[tuple[int, int | None]] = []

    stage(path, path.name, Options(), beside(path), lambda rows, total: told.append((rows, total)))

    rows, total = told[len(told) // 2]
    assert 50_000 < rows < 150_000
    assert total == pytest.approx(200_000, rel=0.2)
    assert told[-1][0] == 200_000


def test_file_in_memory_is_not_needed_to_know_a_zip(tmp_path: Path) -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()

    check_refused(put(tmp_path, "list.zip", empty.getvalue()), UnknownFormat)
