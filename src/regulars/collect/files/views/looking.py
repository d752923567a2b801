"""What was found in a file, and reading it in another way."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.base.fields import digits
from regulars.base.web.access import actor_in, guarded
from regulars.base.web.parts import wants_part
from regulars.collect.files import queries, services
from regulars.collect.files.errors import FileError
from regulars.collect.files.reading import Format, Options

from .loading import about_import, frame, opens_file

if TYPE_CHECKING:
    from regulars.collect.files.models import Import
    from regulars.collect.files.reading import Found

MOST_SHOWN = 60
SAMPLE_ROWS = 2
ORIGINS = {"hubspot": "HubSpot", "google_contacts": "Google Contacts", "shopify": "Shopify", "line_oa": "LINE OA"}
TABLES = {Format.CSV, Format.TSV, Format.XLSX, Format.XLS, Format.ODS, Format.NUMBERS}
WRITTEN = {Format.CSV, Format.TSV}


@guarded("imports.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about_import
@opens_file
def look(request: HttpRequest, row: "Import") -> HttpResponse:
    """The beginning of the file; what is changed is read anew at once."""
    error = ""
    if request.method == "POST":
        try:
            before = queries.found(row.pk, language=get_language() or "en").options
            if (options := options_in(request, before)) != before:
                row = services.look_again(row.pk, options, actor=actor_in(request))
            if "go" in request.POST:
                services.stage(row.pk)
                return redirect("imports:columns", row.pk)
        except FileError as wrong:
            error = str(wrong)
    context = frame(row, "look", error=error, **seen(row))
    template = "imports/_look.html" if wants_part(request) else "imports/look.html"
    return render(request, template, context, status=422 if error and not wants_part(request) else 200)


def options_in(request: HttpRequest, before: Options) -> Options:
    """How the form says that the file is to be read; what it does not ask stays."""
    said = request.POST
    header = digits.to_ascii(said.get("header_row", "")).strip()
    return Options(
        encoding=said.get("encoding", before.encoding),
        delimiter=said.get("delimiter", before.delimiter),
        quote=said.get("quote", before.quote),
        header_row=int(header) if header.isdecimal() and len(header) < 8 else before.header_row,
        sheet=said.get("sheet", before.sheet),
    )


def seen(row: "Import") -> dict[str, Any]:
    """What the page shows of the file; only what is wrong with it where it cannot be read."""
    try:
        found = queries.found(row.pk, language=get_language() or "en")
    except FileError as wrong:
        return {"found": None, "unreadable": str(wrong)}
    return {
        "found": found,
        "format_words": format_words(found.format),
        "origin": ORIGINS.get(found.origin, ""),
        "is_table": found.format in TABLES,
        "is_written": found.format in WRITTEN,
        "encodings": encodings(found),
        "delimiters": delimiters(found.delimiter),
        "quotes": [(mark, words, mark == found.quote) for mark, words in quotes().items()],
        "heads": found.heads[:MOST_SHOWN],
        "rows": [cells[:MOST_SHOWN] for cells in found.rows],
        "hidden": max(0, len(found.heads) - MOST_SHOWN),
    }


def encodings(found: "Found") -> list[tuple[str, str, str, bool]]:
    """Code, name, a sample, and whether it is the one that is read, the likeliest first."""
    lines = []
    for one in found.encodings:
        sample = " · ".join(" ".join(cells[:4]) for cells in one.rows[:SAMPLE_ROWS])
        lines.append((one.code, one.label, sample[:120], one.code == found.encoding))
    return lines


def quotes() -> dict[str, str]:
    """Each quotation mark, with its name."""
    return {'"': _("Double quotation marks"), "'": _("Single quotation marks")}


def delimiters(current: str) -> list[tuple[str, str, bool]]:
    """Each that can be chosen, with its name."""
    known = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": _("Vertical bar"), "،": _("Arabic comma")}
    known.setdefault(current, current)
    return [(code, words, code == current) for code, words in known.items() if code]


def format_words(format_: Format) -> str:
    """A format as people call it."""
    return {
        Format.CSV: _("CSV text"),
        Format.TSV: _("Text with tabs"),
        Format.XLSX: _("Excel workbook"),
        Format.XLS: _("Excel 97–2003 workbook"),
        Format.ODS: _("OpenDocument spreadsheet"),
        Format.NUMBERS: _("Numbers spreadsheet"),
        Format.JSONL: _("JSON lines"),
        Format.VCARD: _("Address book (vCard)"),
        Format.PARQUET: _("Parquet file"),
    }[format_]
