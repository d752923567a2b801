"""Reads a text of any length in pieces, in its encoding, and cuts it into lines."""

import codecs
import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from .encodings import REPLACED
from .errors import CellTooLong, Unreadable
from .opened import Notices
from .tables import LONGEST_CELL, Notice

PIECE = 1024 * 1024
FIRST_PIECE = 256 * 1024
LONGEST_LINE = 32 * 1024 * 1024
NUL, BOM = "\x00", "\ufeff"
MOST_DAMAGE = 1000


class BytesInvalid(Exception):
    """From `at` on the bytes are no text in the encoding that was guessed."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class Text:
    """A text file: its pieces, decoded and without characters that mean nothing.

    Raises BytesInvalid where the encoding was wrong; a damaged one keeps a mark for each wrong byte and raises
    Unreadable where they are too many.
    """

    def __init__(self, path: Path, encoding: str, notices: Notices, *, is_damaged: bool = False) -> None:
        self.path, self.encoding, self.notices, self.is_damaged = path, encoding, notices, is_damaged
        self.size = max(path.stat().st_size, 1)
        self.done = 0
        self.damage = 0
        self.lines_read = 0
        self.ends: set[str] = set()

    def share(self) -> float:
        return self.done / self.size

    def pieces(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self.encoding)("replace" if self.is_damaged else "strict")
        with self.path.open("rb") as file:
            piece = file.read(FIRST_PIECE)
            is_first = True
            while True:
                try:
                    text = decoder.decode(piece, final=not piece)
                except UnicodeDecodeError as error:
                    raise BytesInvalid(self.done + error.start) from error
                self.done += len(piece)
                yield self.clean(text.removeprefix(BOM) if is_first else text)
                if not piece:
                    return
                is_first, piece = False, file.read(PIECE)

    def clean(self, text: str) -> str:
        if NUL in text:
            self.notices.add(Notice.NULS, count=text.count(NUL))
            text = text.replace(NUL, "")
        if self.is_damaged and REPLACED in text:
            found = text.count(REPLACED)
            self.damage += found
            self.notices.add(Notice.DAMAGED, count=found)
            if self.damage > MOST_DAMAGE:
                raise Unreadable(self.encoding)
        return text

    def lines(self) -> Iterator[str]:
        """The lines with their ends, whichever they are."""
        return chain.from_iterable(io.StringIO(text, newline="") for text in self.whole_lines())

    def whole_lines(self) -> Iterator[str]:
        """Pieces that end where a line does. Raises CellTooLong for a line that does not end."""
        rest: list[str] = []
        length = 0
        for piece in self.pieces():
            # A return at the end may be half of an end.
            cut = max(piece.rfind("\n"), piece.rfind("\r", 0, -1)) + 1
            if cut == 0:
                rest.append(piece)
                length += len(piece)
                if length > LONGEST_LINE:
                    raise CellTooLong(self.lines_read + 1, LONGEST_CELL)
                continue
            text = "".join([*rest, piece[:cut]])
            rest, length = [piece[cut:]], len(piece) - cut
            self.note_ends(text)
            yield text
            self.lines_read += text.count("\n")
        yield "".join(rest)

    def note_ends(self, text: str) -> None:
        if "\r" not in text:
            self.ends.add("\n")
            return
        both = text.count("\r\n")
        found = {"\r\n": both, "\n": text.count("\n") - both, "\r": text.count("\r") - both}
        self.ends |= {end for end, count in found.items() if count}
