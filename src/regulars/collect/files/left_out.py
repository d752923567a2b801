"""The rows that were left out as a file to correct and put back in: what is imported of them, the row and the reason.

Columns that were left out of the import are left out here too: nobody needs them to put the file back in.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from regulars.base.fields.formulas import harmless, lasting
from regulars.base.fields.masks import Mask

from . import folder
from .errors import RowsUnseen
from .finding import mapping_of
from .mapping import Mapping
from .models import Import
from .preview import kept
from .reasons import reason_sentence
from .shown import label_of

MOST_LETTERS = 32_767
"""In one cell of a workbook; a longer one would be left out of it."""
CUT = "…"


def write(row: Import, format_: str, language: str) -> Path:
    """Write the file into the import's folder; where it is."""
    path = folder.at(row.pk, f"{folder.REJECTED}.{format_}")
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.touch(mode=0o600)
    with translation.override(language):
        lines = list(lines_of(row))
    (write_sheet if format_ == "xlsx" else write_text)(unfinished, lines)
    return unfinished.replace(path)


def lines_of(row: Import) -> Iterator[list[str]]:
    """The heads, then each row."""
    staged = pq.ParquetFile(folder.at(row.pk, folder.STAGED))
    codes = dict(kept.left_out(folder.at(row.pk, folder.LEFT_OUT)))
    mapping = mapping_of(row)
    heads = {f"c{column.place}": column.head for column in mapping.columns if column.target} if mapping else {}
    places = [name for name in staged.schema_arrow.names if name in heads]
    yield [_("Row"), _("Reason"), *(heads[name] for name in places)]
    wanted = pa.array(sorted(codes), pa.int64())
    for batch in staged.iter_batches(10_000, columns=["row", *places]):
        for cells in batch.filter(pc.is_in(batch["row"], wanted)).to_pylist():
            number = cells.pop("row")
            yield [str(number), reason_sentence(codes[number]), *(cells[name] or "" for name in places)]


def check_seen(row: Import, mask: Mask) -> None:
    """Raises RowsUnseen for who does not see all that is imported whole: with dots in it the file is of no use."""
    mapping = mapping_of(row)
    for column in mapping.columns if mapping else ():
        of, _colon, name = column.target.partition(":")
        if of in {"trait", "identifier"} and not mask.sees(name):
            raise RowsUnseen(field=label_of(name))


def write_text(path: Path, lines: Sequence[Sequence[str]]) -> None:
    """CSV as spreadsheets read it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([harmless(cell) for cell in line] for line in lines)


def write_sheet(path: Path, lines: Sequence[Sequence[str]]) -> None:
    """A workbook of texts."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "tmpdir": str(path.parent),
    }
    book = xlsxwriter.Workbook(path, options)
    sheet = book.add_worksheet()
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            sheet.write_string(number, place, fitting(lasting(cell)))
    book.close()


def fitting(cell: str) -> str:
    """A cell that a workbook can hold; one that was cut says so in its last letter, and the CSV has it whole."""
    return cell if len(cell) <= MOST_LETTERS else cell[: MOST_LETTERS - len(CUT)] + CUT


def arranged(mapping: Mapping, heads: Sequence[str]) -> Mapping:
    """An earlier mapping for a file that has its columns at other places, or more of them."""
    places = {head: place for place, head in enumerate(heads)}
    columns = [
        msgspec.structs.replace(column, place=places[column.head])
        for column in mapping.columns
        if column.head in places
    ]
    return msgspec.structs.replace(mapping, columns=columns)
