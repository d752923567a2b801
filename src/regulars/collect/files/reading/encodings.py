"""Finds out how a text is encoded: a mark at its start, then strict UTF-8, then the encodings of four scripts."""

import codecs
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from .errors import OptionUnknown
from .likelihood import SCRIPTS, likelihoods

LABELS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16 (big-endian)",
    "cp874": "TIS-620 / Windows-874",
    "gb18030": "GB18030 / GBK",
    "cp950": "Big5",
    "cp1256": "Windows-1256",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1254": "Windows-1254",
    "cp1258": "Windows-1258",
    "cp932": "Shift JIS",
    "cp949": "EUC-KR / Windows-949",
}
"""All that can be chosen; those that have a script are guessed."""
SAME = {"utf8": "utf-8", "utf-8-sig": "utf-8", "utf-16": "utf-16-le", "tis-620": "cp874", "windows-874": "cp874",
        "gbk": "gb18030", "gb2312": "gb18030", "big5": "cp950", "windows-1256": "cp1256", "windows-1252": "cp1252",
        "latin-1": "cp1252", "iso-8859-1": "cp1252", "shift_jis": "cp932", "euc-kr": "cp949"}  # fmt: skip
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
HEAD = 256 * 1024
WINDOW = 32 * 1024
WINDOWS = 8
REPLACED = "\ufffd"
ENDS = "\r\n\t"


def known(encoding: str) -> str:
    """An encoding as it is called here. Raises OptionUnknown."""
    code = SAME.get(encoding.lower(), encoding.lower())
    if code not in LABELS:
        raise OptionUnknown(encoding)
    return code


def sample_of(path: Path, *, near: int | None = None) -> list[bytes]:
    """The beginning of a file, and whole lines from places all over it, and from `near` a byte that mattered."""
    size = path.stat().st_size
    places = [size * part // WINDOWS for part in range(1, WINDOWS)] if size > HEAD else []
    if near is not None:
        places.insert(0, max(near - WINDOW // 2, 0))
    with path.open("rb") as file:
        head = file.read(HEAD)
        pieces = [head if len(head) == size else whole_lines(head, is_start=True)]
        for place in places:
            file.seek(place)
            pieces.append(whole_lines(file.read(WINDOW)))
    return [piece for piece in pieces if piece]


def whole_lines(piece: bytes, *, is_start: bool = False) -> bytes:
    """The lines of a piece that are there from end to end. No encoding here but UTF-16 has ends within characters."""
    ends = [match.start() + 1 for match in re.finditer(rb"[\r\n]", piece)]
    if not ends:
        return piece if is_start else b""
    return piece[: ends[-1]] if is_start else piece[ends[0] : ends[-1]]


def marked(head: bytes) -> str:
    """The encoding that a mark at the start tells, or that zeros at every other place do; empty if none."""
    for mark, code in MARKS:
        if head.startswith(mark):
            return code
    return by_zeros(head[:2000])


def by_zeros(head: bytes) -> str:
    """UTF-16 without a mark has zeros at every other place, where it is ASCII, and reads as text."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even + odd < max(4, len(head) * 0.03) or min(even, odd) > max(even, odd) / 20:
        return ""
    code = "utf-16-le" if odd > even else "utf-16-be"
    text = head[: len(head) // 2 * 2].decode(code, "replace")
    strange = sum(
        1 for letter in text if unicodedata.category(letter) in {"Cn", "Co", "Cs", "Cc"} and letter not in ENDS
    )
    return code if strange <= len(text) * 0.02 else ""


def candidates(pieces: list[bytes], language: str) -> dict[str, float]:
    """Encoding → how likely (0–1), the likeliest first. Never empty: at worst it is damaged UTF-8."""
    head = pieces[0] if pieces else b""
    mark = marked(head)
    if mark:
        return {mark: 1.0}
    if all(decodes(piece, "utf-8", is_cut=place == 0) for place, piece in enumerate(pieces)):
        return {"utf-8": 1.0}
    texts = {code: text for code in SCRIPTS if (text := decoded_in(pieces, code)) is not None}
    found = dict(sorted(likelihoods(texts, language).items(), key=lambda one: -one[1]))
    return {"utf-8": 1.0, **found} if is_damaged_utf8(pieces) or not found else found


def decodes(piece: bytes, code: str, *, is_cut: bool) -> bool:
    """Whether a piece is text; the last character of a cut one may be missing."""
    try:
        codecs.getincrementaldecoder(code)("strict").decode(piece, final=not is_cut or len(piece) < HEAD)
    except UnicodeDecodeError:
        return False
    return True


def decoded_in(pieces: list[bytes], code: str) -> str | None:
    """The text around what is not ASCII; None if some bytes are no text in this encoding."""
    if not all(decodes(piece, code, is_cut=place == 0) for place, piece in enumerate(pieces)):
        return None
    lines = [line for piece in pieces for line in piece.splitlines() if not line.isascii()]
    return b"\n".join(lines[:2000]).decode(code, "replace")


def is_damaged_utf8(pieces: list[bytes]) -> bool:
    """Whether a few bytes went wrong in what is UTF-8: no other encoding looks like it by chance so often."""
    text = b"\n".join(pieces).decode("utf-8", "replace")
    bad = text.count(REPLACED)
    good = sum(1 for letter in text if not letter.isascii()) - bad
    return good >= 5 and good >= 10 * bad


def label_of(code: str) -> str:
    return LABELS.get(code, code)


def described(found: Mapping[str, float]) -> Iterator[tuple[str, str, float]]:
    for code, likelihood in found.items():
        yield code, label_of(code), round(likelihood, 3)
