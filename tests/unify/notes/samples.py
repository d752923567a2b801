"""Small real files of each kind, and what attackers make of them."""

import io
import struct
import zipfile
import zlib
from typing import Any

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = f'<Types><Override ContentType="{OFFICE}.wordprocessingml.document.main+xml"/></Types>'
SHEET_TYPES = TYPES.replace("wordprocessingml.document", "spreadsheetml.sheet")


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 1, height: int = 1, extra: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def jpeg(width: int = 1, height: int = 1, extra: bytes = b"") -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + extra + frame + scan + b"\xff\xd9"


def gif(width: int = 1, height: int = 1, extra: bytes = b"") -> bytes:
    head = b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\x00\x00" + b"\0\0\0\xff\xff\xff"
    image = b"\x2c" + struct.pack("<HHHH", 0, 0, 1, 1) + b"\x00\x02\x02\x44\x01\x00"
    return head + extra + image + b"\x3b"


def webp(width: int = 1, height: int = 1) -> bytes:
    body = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + b"\0"
    inner = b"WEBP" + b"VP8L" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


def package(types: str = TYPES, **parts: Any) -> bytes:
    """A ZIP with the list of types, and more parts; in their names __ stands for / and _dot_ for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("[Content_Types].xml", types)
        for name, content in (parts or {"word__document_dot_xml": "<w/>"}).items():
            opened.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def open_document() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        opened.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        opened.writestr("content.xml", "<office/>")
    return made.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
MP3 = (b"\xff\xfb\x90\x00" + bytes(413)) * 3
WAV = b"RIFF" + struct.pack("<I", 40) + b"WAVEfmt " + bytes(32)
OGG = b"OggS" + bytes(24) + b"OpusHead" + bytes(20)
M4A = b"\0\0\0\x20ftypM4A " + bytes(20) + b"moov" + b"soun" + bytes(20)
