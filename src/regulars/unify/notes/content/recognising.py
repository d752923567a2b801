"""The list of kinds that are taken, each by its signature; what is on none of these lists is refused."""

from collections.abc import Callable
from dataclasses import dataclass

import puremagic

from regulars.unify.notes.errors import FileEmpty, KindRefused, OldOffice

from . import documents, pictures, sound, texts

Check = Callable[[bytes], tuple[str, bytes]]
"""Bytes that begin like a kind → their media type, and the part of them that is of that kind. Raises FileRefused."""

SIGNATURES: tuple[tuple[int, bytes, Check], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", pictures.png),
    (0, b"\xff\xd8\xff", pictures.jpeg),
    (0, b"GIF8", pictures.gif),
    (8, b"WEBP", pictures.webp),
    (0, b"%PDF-", documents.pdf),
    (0, b"PK\x03\x04", documents.package),
    (0, b"OggS", sound.ogg),
    (8, b"WAVE", sound.wav),
    (4, b"ftyp", sound.m4a),
    (0, b"ID3", sound.mp3),
    *((0, bytes([0xFF, second]), sound.mp3) for second in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2)),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What may be shown in a page: these are read to their last byte here, and can hold nothing that runs."""

FIRST = 4096
"""Bytes in which a signature stands, if there is one."""
SURE = 0.5
"""How sure the database of signatures must be that something which reads as text is something else (0 to 1)."""


@dataclass(frozen=True)
class Recognised:
    """A file that is taken: its media type, and its bytes without what was hidden behind them."""

    kind: str
    content: bytes


def recognise(content: bytes) -> Recognised:
    """What these bytes are, whatever they were called. Raises FileRefused."""
    if not content:
        raise FileEmpty
    if content.startswith(OLD_OFFICE):
        raise OldOffice
    for offset, signature, check in SIGNATURES:
        if content.startswith(signature, offset):
            return Recognised(*check(content))
    texts.refuse_markup(content[:FIRST])
    if content.startswith(b"#!") or is_something_else(content):
        raise KindRefused
    return Recognised(*texts.text(content))


def is_something_else(content: bytes) -> bool:
    """Whether a known signature speaks against text: PostScript, RTF and shell scripts read as text too."""
    try:
        found = puremagic.magic_string(content[:FIRST])
    except (puremagic.PureError, ValueError):
        return False
    return any(one.offset == 0 and one.confidence >= SURE and one.extension not in texts.EXTENSIONS for one in found)
