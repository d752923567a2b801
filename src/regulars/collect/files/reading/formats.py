"""Tells a file's format by its bytes; its name only says what kind of text a text is."""

import zipfile
from pathlib import Path

import msgspec

from .encodings import marked
from .errors import Broken, Protected, UnknownFormat
from .tables import Format

ZIP, OLE, PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORKBOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
OTHERS = (b"%PDF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BZh", b"\xfd7zXZ",
          b"SQLite format", b"{\\rtf")  # fmt: skip
MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<style")
ENDINGS = {".tsv": Format.TSV, ".tab": Format.TSV, ".jsonl": Format.JSONL, ".ndjson": Format.JSONL}
TEXT_CONTROLS = frozenset(b"\x00\t\n\r\x0b\x0c\x1a\x1b")
HEAD = 8192


def format_of(path: Path, name: str) -> Format:
    """Raises UnknownFormat, Protected, Broken."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith((ZIP, b"PK\x05\x06")):
        return zipped(path)
    if head.startswith(OLE):
        return compound(path)
    if head.startswith(PARQUET):
        return Format.PARQUET
    if head.startswith(OTHERS) or is_binary(head):
        raise UnknownFormat
    return text_format(head, Path(name).suffix.lower())


def zipped(path: Path) -> Format:
    """What lies in a ZIP file."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {one.filename: one for one in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Broken from error
    if any(one.flag_bits & 1 for one in names.values()):
        raise Protected
    if "xl/workbook.xml" in {name.lower() for name in names}:
        return Format.XLSX
    if "content.xml" in names:
        return Format.ODS
    if any(name.endswith((".iwa", "Index.zip")) for name in names):
        return Format.NUMBERS
    raise UnknownFormat


def compound(path: Path) -> Format:
    """What lies in an OLE compound file: an old workbook, or a new one behind a password."""
    found = find_first(path, (ENCRYPTED, *WORKBOOKS))
    if found == ENCRYPTED:
        raise Protected
    if not found:
        raise UnknownFormat
    return Format.XLS


def find_first(path: Path, wanted: tuple[bytes, ...]) -> bytes:
    """The first in order of what is wanted that occurs in a file; empty if none does."""
    seen: set[bytes] = set()
    rest = b""
    with path.open("rb") as file:
        while piece := file.read(1024 * 1024):
            seen |= {one for one in wanted if one in rest + piece}
            rest = piece[-64:]
    return next((one for one in wanted if one in seen), b"")


def is_binary(head: bytes) -> bool:
    """Whether bytes are no text in any encoding: too many characters that control something."""
    if marked(head).startswith("utf-16"):
        return False
    controls = sum(1 for byte in head if byte < 32 and byte not in TEXT_CONTROLS)
    return controls > len(head) * 0.02


def text_format(head: bytes, ending: str) -> Format:
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").removeprefix(b"\xff\xfe").lstrip()
    if start[:11].upper() == b"BEGIN:VCARD":
        return Format.VCARD
    if start.lower().startswith(MARKUP):
        raise UnknownFormat
    if ending in ENDINGS:
        return ENDINGS[ending]
    return Format.JSONL if is_object(start) else Format.CSV


def is_object(start: bytes) -> bool:
    """Whether the first line is an object in JSON, or the beginning of one."""
    first = start.split(b"\n", 1)[0].strip()
    if not first.startswith((b"{", b"[{")):
        return False
    try:
        return isinstance(msgspec.json.decode(first), dict)
    except (msgspec.DecodeError, RecursionError):
        return first.startswith(b'{"')
