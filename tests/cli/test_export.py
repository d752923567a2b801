"""`regulars export`: who is in the file, in which format, and with what of them; read back as an import reads it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from regulars.base.audit import queries as audit
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from regulars.collect.files.reading import Options, look
from regulars.unify.customers.saved import save_view
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.identity.marked import marked
from tests.collect.files.reading.shops import read
from tests.unify.telling import key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("people")]

Ask = Callable[..., Any]
Regulars = Callable[..., Result]

SOMCHAI: dict[str, Any] = {
    "name": "สมชาย ใจดี", "email": "som@shop.example", "phone": "+66812345678", "birthday": "1988-05-14",
    "gender": "male", "tags": ["vip", "a;b"], "description": "=1+1, or\n'=2",
}  # fmt: skip


@pytest.fixture
def people(data_folder: object) -> None:
    tell(
        source(SourceKind.SERVER),
        said(Kind.IDENTIFY, "1", ("user_id", "som"), **SOMCHAI),
        said(Kind.IDENTIFY, "2", ("user_id", "wei"), name="王伟", city="上海"),
    )


def rows_in(path: Path) -> list[dict[str, str]]:
    heads, rows = read(path, Options(header_row=1) if path.suffix in {".csv", ".xlsx"} else Options())
    return [{head: cell for head, cell in zip(heads, row[1:], strict=True) if cell} for row in rows]


def test_everybody_is_written_with_all_fields_and_read_back(regulars: Regulars, tmp_path: Path) -> None:
    result = regulars("export", "--to", tmp_path / "all.csv")

    assert result.exit_code == 0
    wei, som = rows_in(tmp_path / "all.csv")
    assert wei == {"Name": "王伟", "City": "上海", "Regulars ID": marked(key("wei"))}
    assert som == {
        "Name": "สมชาย ใจดี", "E-mail address": "som@shop.example", "Phone number": "+66812345678",
        "Birthday": "1988-05-14", "Gender": "Male", "Tags": "vip, a;b", "Description": "=1+1, or\n'=2",
        "Regulars ID": marked(key("som")),
    }  # fmt: skip


@pytest.mark.parametrize("format_", ["jsonl", "parquet"])
def test_programs_get_codes_and_what_is_kept(regulars: Regulars, tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"all.{format_}"

    regulars("export", "--to", path, "--columns", "name,gender,tags,birthday")

    assert rows_in(path) == [
        {"name": "王伟", "key": marked(key("wei"))},
        {
            "name": "สมชาย ใจดี",
            "gender": "male",
            "tags": "vip; a;b",
            "birthday": "1988-05-14",
            "key": marked(key("som")),
        },
    ]


def test_card_has_what_phones_read(regulars: Regulars, tmp_path: Path) -> None:
    regulars("export", "--to", tmp_path / "all.vcf")

    content = (tmp_path / "all.vcf").read_bytes()
    assert content.startswith(b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert rows_in(tmp_path / "all.vcf")[1] == {
        "Name": "สมชาย ใจดี", "Email": "som@shop.example", "Phone": "+66812345678", "Birthday": "1988-05-14",
        "Gender": "male", "Tags": "vip; a;b", "Note": "=1+1, or\n'=2", "Regulars ID": marked(key("som")),
    }  # fmt: skip


def test_sheet_is_read_back_as_it_was(regulars: Regulars, tmp_path: Path) -> None:
    regulars("export", "--to", tmp_path / "all.xlsx", "--columns", "name,description,birthday")

    assert look(tmp_path / "all.xlsx", "all.xlsx").heads == ("Name", "Description", "Birthday", "Regulars ID")
    assert rows_in(tmp_path / "all.xlsx")[1] == {
        "Name": "สมชาย ใจดี", "Description": "=1+1, or\n'=2", "Birthday": "1988-05-14",
        "Regulars ID": marked(key("som")),
    }  # fmt: skip


def test_view_and_rule_say_who_is_in_the_file(regulars: Regulars, tmp_path: Path) -> None:
    user = User.objects.create_user("mali@shop.example", role=Role.MARKETER)
    in_shanghai = json.dumps({"all": [{"trait": "city", "is": "equals", "value": "上海"}]})
    save_view("Shanghai", {"rule": in_shanghai, "columns": "name"}, user=user, kind="person", is_shared=True)
    rule = json.dumps({"all": [{"trait": "phone", "is": "empty"}, {"trait": "email", "is": "empty"}]})

    regulars("export", "--view", "shanghai", "--to", tmp_path / "a.csv", "--as", "mali@shop.example")
    regulars("export", "--rule", rule, "--to", tmp_path / "b.csv", "--columns", "name")
    regulars("export", "--view", "unreachable", "--to", tmp_path / "c.csv", "--columns", "name")

    expected = [{"Name": "王伟", "Regulars ID": marked(key("wei"))}]
    assert [rows_in(tmp_path / name) for name in ("a.csv", "b.csv", "c.csv")] == [expected] * 3


def test_export_is_written_down_and_told(ask: Ask, tmp_path: Path) -> None:
    result = ask("export", "--to", tmp_path / "all.csv", "--columns", "name", "--json")

    assert result == {
        "file": str(tmp_path / "all.csv"), "format": "csv", "customers": 2, "columns": ["name", "key"],
    }  # fmt: skip
    (entry,) = audit.entries(action="customer.export")
    assert (entry.fields, sorted(audit.subjects([entry.pk])[entry.pk])) == (["key", "name"], [key("som"), key("wei")])
    assert (tmp_path / "all.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("more", "words"), [
    (["--to", "x.doc"], "no format"), (["--to", "x.csv", "--columns", "shoe"], "no column shoe"),
    (["--to", "x.csv", "--view", "nobody's"], "view"), (["--to", "x.csv", "--rule", "{"], "cannot be read"),
    (["--to", "x.csv", "--as", "s@shop.example"], "may not do this"),
])  # fmt: skip
def test_what_cannot_be_exported_is_said(
    regulars: Regulars, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: list[str], words: str
) -> None:
    User.objects.create_user("s@shop.example", role=Role.SALES)
    monkeypatch.chdir(tmp_path)

    result = regulars("export", *more)

    assert result.exit_code != 0
    assert words in result.output + (result.stderr or "")
    assert list(tmp_path.glob("*.csv")) == []
