"""Writes the files to start from: a workbook with drop-downs, notes, instructions and an example, or its CSV twin."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from regulars.base.fields.enums import Type
from regulars.collect.files.making.plans import Field, fields_of, name_of
from regulars.collect.files.mapping.columns import Kind
from regulars.collect.files.mapping.targets import AMOUNT
from regulars.unify.customers.exporting import BOM, sheet_name

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
LANGUAGES = {"zh": "zh-hans"}
ROWS = 1_048_575
"""The last row of a sheet, counted from 0."""
LONGEST_LIST, LONGEST_TITLE, LONGEST_NOTE = 255, 32, 255
"""What Excel takes of the choices written into a validation, of its title and of its message."""
NARROW, WIDE = 14, 34
FIRST_LIST = 30
"""The column of the instructions from which on long lists stand, hidden."""


def template(kind: Kind, language: str, format_: str = "xlsx") -> bytes:
    """A file to fill in, in en, th, zh or fa: `format_` is "xlsx" or "csv" (UTF-8 with a mark, the heads alone)."""
    with translation.override(LANGUAGES.get(language, language)):
        fields = fields_of(kind)
        return csv_of(fields) if format_ == "csv" else workbook(kind, fields)


def csv_of(fields: Sequence[Field]) -> bytes:
    """The head line alone: an example would be imported."""
    file = io.StringIO()
    csv.writer(file).writerow([field.head for field in fields])
    return (BOM + file.getvalue()).encode()


def workbook(kind: Kind, fields: Sequence[Field]) -> bytes:
    """The sheet to fill in comes first; instructions and an example stand in the second."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": name_of(kind), "author": "Regulars"})
        formats = Formats(book)
        fill_in = book.add_worksheet(sheet_name(name_of(kind)))
        instructions = book.add_worksheet(sheet_name(_("How to fill it in")))
        for sheet in (fill_in, instructions) if get_language_bidi() else ():
            sheet.right_to_left()
        write_heads(fill_in, fields, formats)
        for place, field in enumerate(fields):
            offer(fill_in, instructions, place, field)
        instruct(instructions, kind, fields, formats)
    return file.getvalue()


class Formats:
    """How cells look."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
        self.head = book.add_format({**head, "bg_color": "#E7EEF7"})
        self.required = book.add_format({**head, "bg_color": "#FBE6C8"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.words = book.add_format({"text_wrap": True, "valign": "top"})
        self.text = book.add_format({"num_format": "@"})
        self.number = book.add_format({"num_format": "General"})

    def of(self, field: Field) -> Any:
        """Texts stay texts, so that no sheet takes the zero from a phone number or turns a day around."""
        return self.number if field.type in {AMOUNT, Type.INTEGER} else self.text


def write_heads(sheet: Any, fields: Sequence[Field], formats: Formats) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 32)
    for place, field in enumerate(fields):
        sheet.set_column(place, place, width_of(field), formats.of(field))
        sheet.write_string(0, place, field.head, formats.required if field.is_required else formats.head)
        if field.help:
            sheet.write_comment(0, place, field.help, {"x_scale": 1.6, "author": "Regulars"})


def width_of(field: Field) -> int:
    return min(max(NARROW, len(field.head) + 3, len(str(field.example)) + 2), WIDE)


def offer(sheet: Any, lists: Any, place: int, field: Field) -> None:
    """A drop-down for what can be chosen; other values are asked about and not refused."""
    if not field.choices:
        return
    sheet.data_validation(
        1,
        place,
        ROWS,
        place,
        {
            "validate": "list",
            "source": listed(lists, FIRST_LIST + place, field.choices),
            "error_type": "warning",
            "input_title": field.head[:LONGEST_TITLE],
            "input_message": field.help[:LONGEST_NOTE],
            "error_title": field.head[:LONGEST_TITLE],
            "error_message": _("This is not in the list. Keep it anyway?")[:LONGEST_NOTE],
        },
    )


def listed(lists: Any, place: int, choices: Sequence[str]) -> list[str] | str:
    """The choices, or where they stand if they are too long to be written into a validation."""
    if len(",".join(choices)) <= LONGEST_LIST and not any("," in choice for choice in choices):
        return list(choices)
    lists.write_column(0, place, choices)
    lists.set_column(place, place, None, None, {"hidden": True})
    column = xlsxwriter.utility.xl_col_to_name(place, col_abs=True)
    return f"={xlsxwriter.utility.quote_sheetname(lists.get_name())}!{column}$1:{column}${len(choices)}"


def instruct(sheet: Any, kind: Kind, fields: Sequence[Field], formats: Formats) -> None:
    """What to do, each column with what to write and an example."""
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 64)
    sheet.set_column(2, 2, WIDE)
    sheet.write_string(0, 0, name_of(kind), formats.title)
    steps = (
        _("Fill in the first sheet, one row for each. Leave empty what you do not know."),
        _("You may delete columns, add your own, and put them in another order."),
        _("Columns with an orange head are needed in every row. The note on each head says what to write."),
        _("Then bring the file in: nothing changes before you have seen what would."),
    )
    for row, step in enumerate(steps, 1):
        sheet.merge_range(row, 0, row, 2, step, formats.words)
    start = len(steps) + 2
    for place, head in enumerate((_("Column"), _("What to write"), _("Example"))):
        sheet.write_string(start, place, head, formats.head)
    for row, field in enumerate(fields, start + 1):
        sheet.write_string(row, 0, field.head, formats.words)
        sheet.write_string(row, 1, field.help, formats.words)
        sheet.write(row, 2, field.example, formats.words)
