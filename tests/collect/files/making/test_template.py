"""Files to start from."""

import csv
import io
import zipfile
from collections.abc import Iterator

import pyarrow as pa
import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from regulars.base.fields.enums import Basis
from regulars.base.fields.services import add_purpose
from regulars.collect.files.making import fields_of, template
from regulars.collect.files.mapping import Kind, compiled, guess
from regulars.unify.facts.statement import SourceRef

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "th", "zh", "fa")
REGIONS = {"en": "US", "th": "TH", "zh": "CN", "fa": "IR"}
EVERY = [(kind, language) for kind in Kind for language in LANGUAGES]


def sheets(kind: Kind, language: str) -> Iterator[list[list[str]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(template(kind, language)))
    yield from ([[str(cell) for cell in row] for row in book.get_sheet_by_index(at).to_python()] for at in (0, 1))


def example(kind: Kind, language: str) -> tuple[list[str], list[str]]:
    """Heads and the example row as somebody would copy it from the instructions."""
    fill_in, instructions = sheets(kind, language)
    told = {row[0]: row[2] for row in instructions if len(row) > 2}
    return fill_in[0], [told[head] for head in fill_in[0]]


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_template_is_mapped_with_certainty(kind: Kind, language: str) -> None:
    heads, cells = example(kind, language)

    found = guess(heads, [[cell] for cell in cells], region=REGIONS[language])

    assert found.kind is kind
    with translation.override({"zh": "zh-hans"}.get(language, language)):
        assert [column.target for column in found.columns] == [field.target for field in fields_of(kind)]
    assert {column.confidence for column in found.columns} == {1.0}


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_the_example_of_a_template_is_read_without_a_doubt(kind: Kind, language: str) -> None:
    heads, cells = example(kind, language)
    found = guess(heads, [[cell] for cell in cells], region=REGIONS[language])
    source = SourceRef(1, "file", "default", REGIONS[language], False, 3)
    table = pa.table({"row": [2]} | {f"c{place}": [cell or None] for place, cell in enumerate(cells)})

    row = compiled(found, source, received_at=1_790_000_000_000_000)(table)[0]

    assert (row.rejected, row.problems) == ("", ())
    assert row.facts


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_csv_twin_has_the_same_heads(language: str) -> None:
    heads = next(sheets(Kind.CUSTOMERS, language))[0]

    text = template(Kind.CUSTOMERS, language, "csv").decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text))) == [heads]


def part(kind: Kind, language: str, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(template(kind, language))) as book:
        return book.read(name).decode()


def test_choices_are_offered_and_heads_explained() -> None:
    sheet = part(Kind.CUSTOMERS, "th", "xl/worksheets/sheet1.xml")
    notes = part(Kind.CUSTOMERS, "en", "xl/comments1.xml")

    assert "หญิง,ชาย" in sheet
    assert 'errorStyle="warning"' in sheet
    assert "Your own number for this customer" in notes


def test_persian_sheets_run_from_right_to_left() -> None:
    persian = [part(Kind.ORDERS, "fa", f"xl/worksheets/sheet{at}.xml") for at in (1, 2)]
    thai = part(Kind.ORDERS, "th", "xl/worksheets/sheet1.xml")

    assert all('rightToLeft="1"' in sheet for sheet in persian)
    assert "rightToLeft" not in thai


def test_choices_too_long_for_a_cell_stand_hidden_among_the_instructions() -> None:
    labels = {"en": "Being told, as soon as they arrive, of " + "very " * 40 + "fresh teas"}
    add_purpose(labels, Basis.CONSENT, actor="system")

    sheet = part(Kind.CONSENTS, "en", "xl/worksheets/sheet1.xml")
    hidden = part(Kind.CONSENTS, "en", "xl/worksheets/sheet2.xml")

    assert "'How to fill it in'!$A" in sheet.replace("&apos;", "'")
    assert 'hidden="1"' in hidden


def test_a_template_has_two_sheets() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(template(Kind.CONSENTS, "en")))

    assert book.sheet_names == ["Consents", "How to fill it in"]
