"""`regulars import`: a file in, the list, and out again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from typer.testing import Result

from regulars.cli.importing import print_preview
from regulars.collect.files import queries
from regulars.collect.files.told import Conflict, UndoPreview
from regulars.unify.facts.models import Source

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

Ask = Callable[..., Any]
Regulars = Callable[..., Result]


@pytest.fixture
def people(tmp_path: Path) -> str:
    """A list of two customers, saved by a Thai spreadsheet."""
    file = tmp_path / "people.csv"
    lines = ("ชื่อ,อีเมล,เบอร์โทร,ช่อง", "สมชาย ใจดี,somchai@shop.co.th,081-234-5678,x", "Ann Lee,ann@shop.co.th,,y")
    file.write_bytes("\r\n".join(lines).encode("cp874"))
    return str(file)


def test_a_dry_run_says_what_would_come_and_leaves_nothing(ask: Ask, people: str) -> None:
    told = ask("import", people, "--source", "Shop list", "--country", "TH", "--dry-run")

    counts = {name: told[name] for name in queries.SECTIONS}
    assert counts == {"created": 2, "updated": 0, "unchanged": 0, "merged": 0, "rejected": 0}
    assert told["rows"] == 2
    assert not queries.imports().exists()


def test_a_column_is_matched_by_its_head(ask: Ask, people: str) -> None:
    ask("import", people, "--source", "Shop list", "--map", "ช่อง=nickname", "--map", "อีเมล=", "--dry-run")

    assert Source.objects.get(name="Shop list").kind == "file"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--map", "nothing=email"), "no column “nothing”"),
        (("--map", "อีเมล=nonsense"), "no field “nonsense”"),
        (("--as-of", "yesterday"), "no day"),
        (("--purpose", "marketing", "--origin", "bought"), "bought list"),
    ],
)
def test_what_cannot_be_ends_with_code_one_and_keeps_nothing(
    regulars: Regulars, people: str, arguments: tuple[str, ...], words: str
) -> None:
    result = regulars("import", people, "--source", "Shop list", *arguments)

    assert result.exit_code == 1
    assert words in result.stderr
    assert not queries.imports().exists()


def test_a_file_that_is_none_is_refused_with_its_reason(regulars: Regulars, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()

    result = regulars("import", str(empty), "--source", "Shop list")

    assert result.exit_code == 1
    assert "nothing in this file" in result.stderr


def test_a_dry_run_says_what_looks_wrong_and_in_which_rows(regulars: Regulars, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("E-mail,Phone\nann@gamil.con,6.68E+10\nbob@gamil.con,\n")

    told = regulars("import", str(file), "--source", "Shop list", "--dry-run").stdout

    assert "2 in E-mail: A slip in the domain." in told
    assert "  *@gamil.con (meant: *@gmail.com?), rows 2, 3" in told
    assert "  6.68E+10, rows 2" in told


def test_a_sheet_is_read_by_its_name(ask: Ask, regulars: Regulars, tmp_path: Path) -> None:
    file = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name, emails in (("First", ["ann@shop.example"]), ("Second", ["bob@shop.example", "eve@shop.example"])):
            book.add_worksheet(name).write_column(0, 0, ["E-mail", *emails])

    told = ask("import", str(file), "--source", "Shop list", "--sheet", "Second", "--dry-run")
    refused = regulars("import", str(file), "--source", "Shop list", "--sheet", "Third")

    assert told["rows"] == 2
    assert (refused.exit_code, "no sheet “Third”" in refused.stderr) == (1, True)
    assert not queries.imports().exists()


def test_an_undo_of_what_is_not_there_is_refused(regulars: Regulars) -> None:
    assert regulars("import", "undo", "77").exit_code == 1


def test_no_import_is_listed_at_first(ask: Ask) -> None:
    assert ask("import", "list") == []


def test_what_an_undo_would_leave_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    kept = Conflict("said_since", 1, "Ann", "city", "City", "Hat Yai", 1_700_000_000_000_000)

    print_preview(UndoPreview(1, 1, 0, 0, 1, (kept,)), as_json=False)

    told = capsys.readouterr().out
    assert ("said by others" in told, "said_since" in told) == (True, False)
