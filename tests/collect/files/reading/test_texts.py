"""Delimited texts: encodings, delimiters, heads, ragged rows."""

from pathlib import Path

import pytest

from regulars.collect.files.reading import Format, Options, look
from regulars.collect.files.reading.errors import OptionUnknown, Unreadable
from tests.collect.files.reading.shops import codes, put, read, rows_of, staged

THAI = "ชื่อ,เบอร์โทร,จังหวัด\nสมชาย ใจดี,0812345678,กรุงเทพฯ\nสมหญิง รักไทย,0898765432,เชียงใหม่\n"
CHINESE = "姓名,手机号,城市\n王小明,13800138000,上海\n李芳,13900139000,北京\n"
TAIWANESE = "姓名,電話,城市\n陳志明,0912345678,臺北市\n林淑芬,0922333444,高雄市\n"
PERSIAN = "نام,تلفن,شهر\nعلي رضايي,09121234567,تهران\nفاطمه محمدي,09351234567,شيراز\n"
WESTERN = "Name;Telefon;Ort\nJürgen Müller;030 123;Köln\nRené Lefèvre;01 23;Besançon\n"
TEXTS = {"cp874": THAI, "gb18030": CHINESE, "cp950": TAIWANESE, "cp1256": PERSIAN, "cp1252": WESTERN}


def rows_in(text: str) -> list[tuple[str, ...]]:
    return [tuple(line.replace(";", ",").split(",")) for line in text.splitlines()]


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize("language", ["en", "th", "zh", "fa"])
def test_text_is_read_in_the_encoding_that_a_spreadsheet_saved_it_in(
    tmp_path: Path, encoding: str, language: str
) -> None:
    path = put(tmp_path, "list.csv", TEXTS[encoding], encoding)

    found = look(path, path.name, language=language)

    assert found.encoding == encoding
    assert [found.heads, *found.rows] == rows_in(TEXTS[encoding])
    telling = [row for row in rows_in(TEXTS[encoding]) if not "".join(row).isascii()]
    assert found.encodings[0].rows == tuple(telling[:3])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [THAI, CHINESE, PERSIAN])
def test_text_in_unicode_is_read_with_and_without_a_mark(tmp_path: Path, encoding: str, text: str) -> None:
    path = put(
        tmp_path, "list.csv", "id,note\n1,abc\n2,def\n3,ghi\n4,jkl\n" + text if "16" in encoding else text, encoding
    )

    found = look(path, path.name)

    assert found.encoding == ("utf-16-le" if encoding == "utf-16" else encoding.removesuffix("-sig"))
    assert ("สมชาย ใจดี" in str(found.rows)) == (text == THAI)


def test_encodings_are_offered_with_how_the_rows_look_in_each(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", THAI, "cp874")

    found = look(path, path.name, language="fa")

    assert [one.code for one in found.encodings][:2] == ["cp874", "cp1256"]
    assert found.encodings[1].rows[1][0] == "สมชาย ใจดี".encode("cp874").decode("cp1256")
    assert sum(one.likelihood for one in found.encodings) == pytest.approx(1, abs=0.01)


def test_encoding_that_was_chosen_is_used(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "name\nœuvre\n", "cp1252")

    assert look(path, path.name, Options(encoding="windows-1256")).encoding == "cp1256"
    with pytest.raises(OptionUnknown):
        look(path, path.name, Options(encoding="klingon"))
    with pytest.raises(Unreadable):
        look(path, path.name, Options(encoding="utf-8"))


def test_encoding_that_shows_only_far_from_the_start_is_found(tmp_path: Path) -> None:
    plain = "".join(f"{number},someone\n" for number in range(100_000))
    path = put(tmp_path, "list.csv", f"id,name\n{plain}1,สมชาย ใจดี\n{plain}".encode("cp874"))

    found = staged(path)

    assert found.options.encoding == "cp874"
    assert rows_of(path)[100_000] == (100_002, "1", "สมชาย ใจดี")


def test_few_wrong_bytes_in_utf8_are_marked_and_the_rest_is_kept(tmp_path: Path) -> None:
    rows = "".join(f"{number},สมชาย\n" for number in range(50)).encode()
    path = put(tmp_path, "list.csv", b"id,name\n" + rows + b"50,Ren\xe9\n" + rows)

    found = staged(path)

    assert found.options.encoding == "utf-8"
    assert [(one.code, one.count) for one in found.remarks] == [("damaged", 1)]
    assert rows_of(path)[50] == (52, "50", "Ren�")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found_by_how_evenly_it_cuts(tmp_path: Path, delimiter: str) -> None:
    rows = [["name", "note", "total"], ["A, B", "x;y", "1,5"], ["C", "a|b;c", "2,5"], ["D", "", "3"]]
    text = "\n".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in rows)
    path = put(tmp_path, "list.csv", text)

    found = look(path, path.name)

    assert found.delimiter == delimiter
    assert [list(row) for row in found.rows] == rows[1:]


def test_delimiter_that_the_first_line_tells_is_used(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "sep=;\nname;note\nA,B;c,d\n")

    assert read(path) == (("name", "note"), [(3, "A,B", "c,d")])


def test_quotes_may_be_apostrophes_or_none(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "'name','city'\n'O, Brien','Cork'\n'B','Bonn'\n")

    assert look(path, path.name).quote == "'"
    assert look(path, path.name).rows[0] == ("O, Brien", "Cork")
    path = put(tmp_path, "inch.csv", 'name,size\nTV,55"\nTV,65"\n')
    assert read(path, Options(quote="none"))[1] == [(2, "TV", '55"'), (3, "TV", '65"')]


def test_cells_may_have_lines_of_their_own_and_rows_are_counted_as_records(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", 'name,address\nA,"1 Road\nBangkok"\n\nB,"x\r\ny ""z"""\n')

    assert read(path)[1] == [(2, "A", "1 Road\nBangkok"), (4, "B", 'x\r\ny "z"')]


def test_lines_may_end_in_different_ways(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "a,b\r\n1,2\n3,4\r5,6")

    assert read(path)[1] == [(2, "1", "2"), (3, "3", "4"), (4, "5", "6")]
    assert codes(path) == {"ends"}


def test_heads_are_found_below_titles(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "Customers of 2024,,\n,,\nName,Email,Phone\nA,a@example.com,0812345678\n")

    found = look(path, path.name)

    assert (found.header_row, found.heads) == (3, ("Name", "Email", "Phone"))
    assert read(path)[1] == [(4, "A", "a@example.com", "0812345678")]


def test_rows_without_heads_are_lettered(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "A,a@example.com,0812345678\nB,b@example.com,0812345679\n")

    found = look(path, path.name)

    assert (found.header_row, found.heads) == (0, ("A", "B", "C"))
    assert len(found.rows) == 2


def test_header_row_that_was_chosen_is_used(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "x,y\na,b\nc,d\n")

    assert read(path, Options(header_row=2)) == (("a", "b"), [(3, "c", "d")])
    assert read(path, Options(header_row=0))[1][0] == (1, "x", "y")


def test_heads_that_are_empty_or_twice_get_names_of_their_own(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "name,,name,Name,name (2)\n1,2,3,4,5\n")

    found = staged(path)

    assert found.heads == ("name", "B", "name (3)", "Name (4)", "name (2)")
    assert {(one.code, one.column, one.rows) for one in found.remarks} == {
        ("renamed", 1, (1,)), ("renamed", 2, (1,)), ("renamed", 3, (1,)),
    }  # fmt: skip


def test_ragged_rows_are_filled_up_and_what_is_over_is_told(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "a,b,c\n1\n1,2,3\n1,2,3,4\n1,2,3,\n")

    found = staged(path)

    assert rows_of(path) == [(2, "1", None, None), (3, "1", "2", "3"), (4, "1", "2", "3"), (5, "1", "2", "3")]
    assert {(one.code, one.rows, one.count) for one in found.remarks} == {("shorter", (2,), 1), ("longer", (4,), 1)}


def test_numbers_that_a_spreadsheet_ruined_are_told_and_kept(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", 'phone,note\n6.68E+10,#N/A\n"6,68E+10",ok\n0812345678,E+mail\n')

    found = staged(path)

    assert rows_of(path) == [(2, "6.68E+10", None), (3, "6,68E+10", "ok"), (4, "0812345678", "E+mail")]
    assert {(one.code, one.column, one.rows, one.count) for one in found.remarks} == {
        ("ruined", 0, (2, 3), 2), ("errors", 1, (2,), 1),
    }  # fmt: skip


def test_columns_are_summed_up(tmp_path: Path) -> None:
    path = put(tmp_path, "list.csv", "id,city\n" + "".join(f"{n},{'ก' * (n % 3)}\n" for n in range(20_000)))

    found = staged(path)

    identifier, city = found.columns
    assert (identifier.filled, identifier.shortest, identifier.longest) == (20_000, 1, 5)
    assert identifier.distinct == pytest.approx(20_000, rel=0.1)
    assert identifier.samples == ("0", "1", "2", "3", "4")
    assert (city.filled, city.distinct, city.shortest, city.longest) == (13_333, 2, 1, 2)
    assert found.format is Format.CSV


@pytest.mark.parametrize(("heads", "origin"), [
    ("Record ID,First Name,Last Name,Email,Lifecycle Stage,Contact owner", "hubspot"),
    ("Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value", "google_contacts"),
    ("First Name,Middle Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value", "google_contacts"),
    ("Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Total Spent,Total Orders", "shopify"),
    ("Name,Email,Financial Status,Paid at,Lineitem quantity,Lineitem name", "shopify"),
    ("Name,Email,Phone", ""),
])  # fmt: skip
def test_exports_of_others_are_known_by_their_heads(tmp_path: Path, heads: str, origin: str) -> None:
    path = put(tmp_path, "list.csv", f"{heads}\n{','.join('x' for _ in heads.split(','))}\n")

    assert look(path, path.name).origin == origin
