"""Looks into ZIP files before anything else does: how large they really get, and whether they are whole."""

import zipfile
import zlib
from pathlib import Path

from .errors import Bomb, Broken, Protected

MOST_UNPACKED = 2 * 1024**3
MOST_ENTRIES = 10_000
MOST_TIMES = 200
HARMLESS = 64 * 1024 * 1024
"""Up to this size nobody asks how well it was packed."""
PIECE = 1024 * 1024


def check_zip(path: Path, most: int = MOST_UNPACKED, *, really: bool = False) -> None:
    """Whether a ZIP file may be opened, by what it says of itself, and `really` by unpacking it into nothing.

    Raises Bomb, Broken, Protected.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            check_declared(entries, path.stat().st_size, most)
            if really:
                check_real(archive, entries, most)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Broken from error
    except RuntimeError as error:
        raise Protected from error


def check_declared(entries: list[zipfile.ZipInfo], packed: int, most: int) -> None:
    total = sum(one.file_size for one in entries)
    is_dense = total > HARMLESS and total > packed * MOST_TIMES
    if len(entries) > MOST_ENTRIES or total > most or is_dense:
        raise Bomb


def check_real(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], most: int) -> None:
    """Each entry ends where it says: the reader stops there, and its checksum tells if there was more."""
    total = 0
    for entry in entries:
        with archive.open(entry) as file:
            while piece := file.read(PIECE):
                total += len(piece)
                if total > most:
                    raise Bomb
