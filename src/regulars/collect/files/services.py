"""Takes a file through its steps: uploaded, looked at, mapped, given a basis, previewed, run, undone."""

from pathlib import Path
from typing import BinaryIO

from .basis import Basis
from .mapping import Mapping
from .models import Import
from .reading import Options

AT_ONCE = 1 << 20


def upload(content: BinaryIO | Path, name: str, *, actor: str, source: int = 0, is_ours: bool = False) -> Import:
    """Keep a file and make an import of it. A path that `is_ours` is moved, anything else copied."""
    raise NotImplementedError


def look_again(import_id: int, options: Options, *, actor: str) -> Import:
    """Read the file in another way; what was staged of it goes. Raises ImportUnknown, NotNow, FileError."""
    raise NotImplementedError


def choose_source(import_id: int, source: int, *, actor: str) -> Import:
    """Say who speaks in this file. Raises ImportUnknown, NotNow, SourceUnknown."""
    raise NotImplementedError


def file_source(name: str, *, region: str = "", actor: str) -> int:
    """The source of this name, made as one of files if there is none; its id. Raises SourceInvalid."""
    raise NotImplementedError


def stage(import_id: int) -> None:
    """Begin to read the whole file, in the background, while people go on to decide."""
    raise NotImplementedError


def choose_mapping(import_id: int, mapping: Mapping, *, actor: str) -> Import:
    """Say what the columns mean. Raises ImportUnknown, NotNow, NothingMapped, NobodyNamed, TargetUnknown."""
    raise NotImplementedError


def set_basis(import_id: int, basis: Basis, *, actor: str) -> Import:
    """Say by what right the list comes in; columns that no chosen purpose needs are left out of the mapping.

    Raises ImportUnknown, NotNow, BasisMissing, BoughtForMarketing, EvidenceMissing, PurposeUnknown.
    """
    raise NotImplementedError


def repair(import_id: int, column: int, value: str, becomes: str | None, *, actor: str) -> None:
    """Say what a bad value of a column becomes, here and in every later file; None leaves it out.

    The preview has to be made again for it to show. Raises ImportUnknown, NotNow, ColumnUnknown.
    """
    raise NotImplementedError


def repair_by_token(import_id: int, column: int, token: str, becomes: str | None, *, actor: str) -> None:
    """`repair` for who does not see the value whole: `token` is that of `BadValue`."""
    raise NotImplementedError


def forget_repair(import_id: int, column: int, value: str, *, actor: str) -> None:
    """Take a repair back. Raises ImportUnknown, ColumnUnknown."""
    raise NotImplementedError


def preview(import_id: int, *, actor: str) -> Import:
    """Have a job say what the import would do. Raises ImportUnknown, NotNow, NothingMapped, BasisMissing."""
    raise NotImplementedError


def run(import_id: int, *, actor: str) -> Import:
    """Have a job hand the rows to the road. Raises ImportUnknown, NotNow, NothingMapped, BasisMissing."""
    raise NotImplementedError


def pause(import_id: int, *, actor: str) -> Import:
    """Hand no more rows over until it is resumed. Raises ImportUnknown, NotNow."""
    raise NotImplementedError


def resume(import_id: int, *, actor: str) -> Import:
    """Go on where it was paused, or where it failed. Raises ImportUnknown, NotNow."""
    raise NotImplementedError


def cancel(import_id: int, *, actor: str) -> Import:
    """Stop, and take back what was brought already. Raises ImportUnknown, NotNow."""
    raise NotImplementedError


def undo(import_id: int, *, actor: str) -> Import:
    """Take back all that it brought, keeping what others said since. Raises ImportUnknown, NotNow, NothingToUndo."""
    raise NotImplementedError


def again(import_id: int, content: BinaryIO | Path, name: str, *, actor: str, is_ours: bool = False) -> Import:
    """A new import with the source, mapping and basis of an earlier one. Raises ImportUnknown, FileError."""
    raise NotImplementedError


def rejected_file(import_id: int, format_: str, *, actor: str) -> Path:
    """The rows that were left out, to correct and put back in: "xlsx" or "csv"; with their number and the reason.

    Special fields are redacted. Raises ImportUnknown, FileGone.
    """
    raise NotImplementedError


def delete(import_id: int, *, actor: str) -> None:
    """Let go of an import that never ran, with its files. Raises ImportUnknown, NotNow."""
    raise NotImplementedError
