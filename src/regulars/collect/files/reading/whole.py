"""Opens what is no text: workbooks and Parquet. Runs in a process of its own (see `apart`)."""

from pathlib import Path

from .columnar import opened_parquet
from .opened import Opened
from .sheets import opened_workbook
from .tables import Format, Options


def opened_whole(path: Path, format_: Format, options: Options, *, is_look: bool) -> Opened:
    """Raises a ReadingError."""
    if format_ is Format.PARQUET:
        return opened_parquet(path)
    if format_ is Format.NUMBERS:
        from .apple import opened_numbers  # noqa: PLC0415  it takes as long to load as a workbook to read

        return opened_numbers(path, options.sheet, is_look=is_look)
    return opened_workbook(path, format_, options.sheet, is_look=is_look)
