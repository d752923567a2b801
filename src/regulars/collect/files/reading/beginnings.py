"""Cuts the beginning out of a large Excel workbook, so that a look at it need not read it all.

The copy holds the first rows of one sheet and the texts that they name; all else is as it was (ECMA-376, part 1, §18).
"""

import io
import posixpath
import re
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

ROWS = 130
MOST = 16 * 1024 * 1024
PIECE = 256 * 1024
SMALL = 1024 * 1024
ROW_END = re.compile(rb"</(\w+:)?row>|<(?:\w+:)?row [^>]*/>")
TEXT_END = re.compile(rb"</(\w+:)?si>|<(?:\w+:)?si\s*/>")
NAMED_TEXT = re.compile(rb't="s"[^>]*>(?:<(?:\w+:)?f[^<]*(?:</(?:\w+:)?f>)?)?<(?:\w+:)?v>(\d+)<')
NOTHING = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def beginning_of(path: Path, sheet: str) -> bytes | None:
    """A workbook with the first rows of a sheet (empty: the first one shown); None if it is put together unusually."""
    try:
        with zipfile.ZipFile(path) as archive:
            return cut_out(archive, sheet)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, KeyError, ElementTree.ParseError):
        return None


def cut_out(archive: zipfile.ZipFile, sheet: str) -> bytes | None:
    parts = parts_of(archive)
    wanted = parts.get(sheet, "") if sheet else next(iter(parts.values()), "")
    rows = cut(archive, wanted, ROW_END, ROWS, b"</{}sheetData></{}worksheet>") if wanted else None
    if rows is None:
        return None
    last = max(map(int, NAMED_TEXT.findall(rows)), default=-1)
    shared = next((one for one in archive.namelist() if one.lower() == "xl/sharedstrings.xml"), "")
    words = cut(archive, shared, TEXT_END, last + 1, b"</{}sst>") if shared else b""
    return None if words is None else written(archive, {wanted: rows, shared: words}, set(parts.values()))


def parts_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet → the part that holds it, those that are shown first."""
    targets = {
        one.get("Id"): posixpath.normpath(posixpath.join("xl", one.get("Target", ""))).removeprefix("/")
        for one in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  no entities: expat bounds them
    }
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    sheets = sorted(book.findall(".//{*}sheets/{*}sheet"), key=lambda one: one.get("state", "visible") != "visible")
    found = {one.get("name", ""): targets.get(one.get(RELATION), "") for one in sheets}
    return {name: part for name, part in found.items() if "worksheets/" in part}


def cut(archive: zipfile.ZipFile, part: str, end: re.Pattern[bytes], most: int, closing: bytes) -> bytes | None:
    """A part up to the end of so many things, or of fewer that are large, closed again; None if one is too large."""
    got = b""
    with archive.open(part) as file:
        while piece := file.read(PIECE):
            got += piece
            ends = list(end.finditer(got))
            if len(ends) > most or (len(got) > MOST and end is ROW_END and ends):
                last = ends[min(len(ends), most + 1) - 1]
                return got[: last.end()] + closing.replace(b"{}", last.group(1) or b"")
            if len(got) > 4 * MOST:
                return None
    return got


def written(archive: zipfile.ZipFile, replaced: dict[str, bytes], sheets: set[str]) -> bytes:
    """The workbook with these parts instead, other sheets empty, and without what is large and no cell."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as book:
        for entry in archive.infolist():
            if entry.filename in replaced:
                book.writestr(entry.filename, replaced[entry.filename])
            elif entry.filename in sheets:
                book.writestr(entry.filename, NOTHING)
            elif entry.file_size < SMALL or entry.filename.endswith("styles.xml"):
                book.writestr(entry.filename, archive.read(entry))
    return copy.getvalue()
