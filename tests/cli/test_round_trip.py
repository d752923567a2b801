"""Importing an export again changes nothing, whatever format it was written in."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from regulars.unify.customers.queries.listing import golden_rows
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from tests.unify.pages import road_beside
from tests.unify.telling import key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("people")]

Ask = Callable[..., Any]
Regulars = Callable[..., Result]

PEOPLE: tuple[dict[str, Any], ...] = (
    {"name": "สมชาย ใจดี", "email": "som@shop.example", "phone": "+66812345678", "birthday": "1988-05-14",
     "gender": "male", "tags": ["vip", "loyal"], "description": "=1+1, or\n'=2", "children": 2, "city": "กรุงเทพ"},
    {"first_name": "Anna", "last_name": "Li", "email": "anna@shop.example", "language": "th", "city": "Bangkok",
     "country": "TH", "instagram": "@anna", "marital_status": "married"},
    {"name": "王伟", "phone": "+8613800138000", "nickname": "-5", "job_title": "@home", "description": "'=x"},
)  # fmt: skip


@pytest.fixture
def people(data_folder: object) -> None:
    # Of the same rank as what is imported, and older: whatever an import says otherwise would win.
    tell(
        source(SourceKind.FILE),
        *(said(Kind.IDENTIFY, f"{n}", ("user_id", f"u{n}"), **traits) for n, traits in enumerate(PEOPLE)),
    )


def golden() -> dict[int, dict[str, Any]]:
    """Root → what is known of them, wherever it comes from now."""
    rows = golden_rows([key(f"u{n}") for n in range(len(PEOPLE))])
    return {root: {trait: origin[0] for trait, origin in json.loads(traits).items()} for root, _kind, traits in rows}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl", "parquet", "vcf"])
def test_export_that_is_imported_again_changes_nothing(
    ask: Ask, regulars: Regulars, tmp_path: Path, ending: str
) -> None:
    path, before = tmp_path / f"customers.{ending}", golden()
    regulars("export", "--to", str(path))

    with road_beside():
        told = ask("import", str(path), "--source", "Export")

    assert golden() == before
    assert (told["rows"], told["unchanged"], told["created"], told["rejected"]) == (3, 3, 0, 0)
