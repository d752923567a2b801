"""What is taken as a file and what is not: every attack on those who would open it, and on the server that keeps it."""

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from regulars.unify.notes import errors
from regulars.unify.notes.content import INLINE, recognise, safe_name
from tests.unify.notes.samples import (
    M4A,
    MP3,
    OGG,
    PDF,
    SHEET_TYPES,
    TYPES,
    WAV,
    chunk,
    gif,
    jpeg,
    open_document,
    package,
    png,
    webp,
)

OFFICE = "application/vnd.openxmlformats-officedocument"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(), "image/png"),
        (jpeg(), "image/jpeg"),
        (gif(), "image/gif"),
        (webp(), "image/webp"),
        (PDF, "application/pdf"),
        (package(), f"{OFFICE}.wordprocessingml.document"),
        (package(SHEET_TYPES), f"{OFFICE}.spreadsheetml.sheet"),
        (open_document(), "application/vnd.oasis.opendocument.text"),
        (MP3, "audio/mpeg"),
        (b"ID3\x03\0\0\0\0\0\x0a" + bytes(10) + MP3, "audio/mpeg"),
        (WAV, "audio/wav"),
        (OGG, "audio/ogg"),
        (M4A, "audio/mp4"),
        ("ชื่อ,เมือง\nมาลี,ปาย\n".encode(), "text/plain"),
        ("\ufeffนัด 9 โมง".encode(), "text/plain"),
        ("سلام".encode("utf-16"), "text/plain"),
        (b"5 < 6 and 7 > 3", "text/plain"),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, kind: str) -> None:
    assert recognise(content).kind == kind


def test_text_is_kept_in_one_encoding() -> None:
    assert recognise("سلام".encode("utf-16")).content == "سلام".encode()


def test_only_pictures_are_ever_shown_in_a_page() -> None:
    assert {"image/png", "image/jpeg", "image/gif", "image/webp"} == INLINE


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><body>hello</body></html>",
        b"  \n<html lang=th>",
        b"<script>alert(1)</script>",
        b'hello <img src=x> <ScRiPt src="//evil.example/x.js"></sCrIpT>',
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<?xml version="1.0"?><svg/>',
        b"<iframe src=x>",
        b"see javascript:alert(1)",
        "<script>alert(1)</script>".encode("utf-16"),
        b"\xef\xbb\xbf<html>",
    ],
)
def test_what_a_browser_could_run_is_refused(content: bytes) -> None:
    with pytest.raises(errors.HoldsMarkup):
        recognise(content)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0" + bytes(100),
        b"\x7fELF" + bytes(100),
        b"#!/bin/sh\nrm -rf /\n",
        b"%!PS-Adobe-3.0\n",
        b"{\\rtf1\\ansi hello}",
        b"\x1f\x8b\x08" + bytes(20),
        b"Rar!\x1a\x07\0" + bytes(20),
        b"7z\xbc\xaf\x27\x1c" + bytes(20),
        b"BM" + bytes(60),
        b"hello\0world",
        b"\xff\xfe\xff",
        b"latin \xe9",
        b"\0\0\0\x20ftypisom" + bytes(20) + b"vide" + b"soun",
        b"\xff\xfb\x90\x00 not a second frame",
        b"OggS" + bytes(200) + b"theora",
    ],
)
def test_kinds_that_are_on_no_list_are_refused(content: bytes) -> None:
    with pytest.raises(errors.KindRefused):
        recognise(content)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(errors.FileEmpty):
        recognise(b"")


def test_old_office_files_are_refused_with_what_to_do() -> None:
    with pytest.raises(errors.OldOffice, match=r"Save it as|save it as"):
        recognise(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


@pytest.mark.parametrize("picture", [png(), jpeg(), gif(), webp()])
@pytest.mark.parametrize("hidden", [package(), b"<script>alert(1)</script>", b"MZ" + bytes(64)])
def test_what_hides_behind_a_picture_is_cut_off(picture: bytes, hidden: bytes) -> None:
    assert recognise(picture + hidden).content == picture


COMMENT = b"<script>alert(1)</script>"


@pytest.mark.parametrize(
    "picture",
    [
        png(extra=chunk(b"tEXt", b"Comment\0" + COMMENT)),
        jpeg(extra=b"\xff\xfe" + struct.pack(">H", len(COMMENT) + 2) + COMMENT),
        gif(extra=b"\x21\xfe" + bytes([len(COMMENT)]) + COMMENT + b"\0"),
    ],
)
def test_a_web_page_inside_a_picture_is_refused(picture: bytes) -> None:
    with pytest.raises(errors.HoldsMarkup):
        recognise(picture)


@pytest.mark.parametrize(
    "content",
    [
        png()[:-20],
        png()[:-6] + b"\0" * 6,
        b"\x89PNG\r\n\x1a\n" + b"<script>",
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 2**31) + b"IHDR",
        png()[:8] + chunk(b"IDAT", b"") + png()[8:],
        jpeg()[:-2],
        b"\xff\xd8\xff\xe0\0\x10" + b"<script>",
        b"\xff\xd8\xff\xd9",
        b"GIF89a\x01\0\x01\0*/=1;alert(1)",
        gif()[:-1],
        b"GIF80a" + gif()[6:],
        webp()[:-3],
        b"XXXX" + webp()[4:],
    ],
)
def test_a_picture_that_is_not_whole_is_refused(content: bytes) -> None:
    with pytest.raises(errors.NotWhole):
        recognise(content)


@pytest.mark.parametrize("made", [png, jpeg, gif])
def test_a_picture_of_far_too_many_pixels_is_refused(made: Callable[..., bytes]) -> None:
    with pytest.raises(errors.ImageTooLarge, match="50 million pixels"):
        recognise(made(60_000, 60_000))


def test_a_webp_of_far_too_many_pixels_is_refused() -> None:
    with pytest.raises(errors.ImageTooLarge):
        recognise(webp(16_000, 16_000))


@pytest.mark.parametrize("made", [png, jpeg])
def test_a_picture_without_an_area_is_refused(made: Callable[..., bytes]) -> None:
    with pytest.raises(errors.NotWhole):
        recognise(made(0, 5))


@pytest.mark.parametrize("name", [b"/JavaScript", b"/J#61vaScript", b"/Launch", b"/RichMedia", b"/#4aavaScript"])
def test_a_pdf_that_runs_something_is_refused(name: bytes) -> None:
    with pytest.raises(errors.HoldsProgram):
        recognise(PDF.replace(b"/Type", name + b" 2 0 R /Type"))


@pytest.mark.parametrize("content", [PDF[:-8], PDF + bytes(2000), PDF + package()])
def test_a_pdf_that_does_not_end_as_one_is_refused(content: bytes) -> None:
    with pytest.raises(errors.NotWhole):
        recognise(content)


def test_a_document_that_unpacks_to_a_thousand_times_its_size_is_refused() -> None:
    bomb = package(word__document_dot_xml=b"0" * 20_000_000)

    with pytest.raises(errors.UnpacksTooLarge):
        recognise(bomb)


def test_many_parts_that_are_too_large_together_are_refused() -> None:
    part = bytes(range(256)) * 3_000
    parts: dict[str, Any] = {f"word__media__{n}_dot_png": part for n in range(220)}

    with pytest.raises(errors.UnpacksTooLarge):
        recognise(package(**parts))


def test_a_part_that_lies_about_its_size_is_not_unpacked_beyond_a_bound() -> None:
    lying = bytearray(package("x" * 30_000_000))
    place = lying.rindex(b"PK\x01\x02")
    first = lying.index(b"PK\x01\x02")
    lying[first + 24 : first + 28] = struct.pack("<I", 900)

    with pytest.raises(errors.FileRefused):
        recognise(bytes(lying))
    assert place >= first


def test_parts_that_lie_over_each_other_are_refused() -> None:
    overlapping = bytearray(package(a="1" * 100, b="1" * 100))
    first = overlapping.index(b"PK\x01\x02")
    second = overlapping.index(b"PK\x01\x02", first + 1)
    third = overlapping.index(b"PK\x01\x02", second + 1)
    overlapping[third + 42 : third + 46] = overlapping[second + 42 : second + 46]

    with pytest.raises(errors.NotWhole):
        recognise(bytes(overlapping))


@pytest.mark.parametrize(
    "part",
    ["word/vbaProject.bin", "word/media/run.exe", "docProps/page.html", "word/media/a.svg", "Basic/Standard/m.xml"],
)
def test_a_document_with_a_program_is_refused(part: str) -> None:
    parts: dict[str, Any] = {part.replace("/", "__").replace(".", "_dot_"): b"x"}

    with pytest.raises(errors.HoldsProgram):
        recognise(package(TYPES, **parts))


def test_a_document_that_says_it_has_macros_is_refused() -> None:
    with pytest.raises(errors.HoldsProgram):
        recognise(package('<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b", "..\\..\\x", "C:\\x"])
def test_a_document_with_paths_that_lead_out_is_refused(name: str) -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        opened.writestr("[Content_Types].xml", SHEET_TYPES)
        opened.writestr(name, "x")

    with pytest.raises(errors.NotWhole):
        recognise(made.getvalue())


def test_a_plain_archive_is_refused() -> None:
    with pytest.raises(errors.KindRefused):
        recognise(package("<Types/>", photo_dot_png=png()))


def test_a_locked_document_is_refused() -> None:
    locked = bytearray(package())
    place = locked.index(b"PK\x01\x02")
    locked[place + 8] |= 1

    with pytest.raises(errors.FileLocked):
        recognise(bytes(locked))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04" + bytes(60), package()[:-10], package() + b"MZ" + bytes(40), b"MZ" + package()]
)
def test_a_document_with_something_around_it_is_refused(content: bytes) -> None:
    with pytest.raises(errors.FileRefused):
        recognise(content)


@pytest.mark.parametrize(
    ("given", "kind", "name"),
    [
        ("photo.PNG", "image/png", "photo.png"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\Users\\mali\\scan.pdf", "application/pdf", "scan.pdf"),
        ("invoice.pdf.exe", "application/pdf", "invoice.pdf.exe.pdf"),
        ("page.html", "text/plain", "page.html.txt"),
        ("list.csv", "text/plain", "list.csv"),
        ("evil\u202egnp.exe", "image/png", "evilgnp.exe.png"),
        ("a\r\nSet-Cookie: x=1.png", "image/png", "aSet-Cookie x=1.png"),
        ("nul\0l.txt", "text/plain", "null.txt"),
        ("....", "image/png", "File.png"),
        ("", "image/gif", "File.gif"),
        (".htaccess", "text/plain", "htaccess.txt"),
        ("نامه\u200cها.pdf", "application/pdf", "نامه\u200cها.pdf"),
        ("x" * 500 + ".pdf", "application/pdf", "x" * 120 + ".pdf"),
        ("a:b|c?.txt", "text/plain", "abc.txt"),
    ],
)
def test_a_name_is_text_and_ends_as_its_kind_does(given: str, kind: str, name: str) -> None:
    assert safe_name(given, kind) == name
