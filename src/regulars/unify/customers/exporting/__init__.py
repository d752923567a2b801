"""Writes customers into a file, for people (CSV, XLSX), for phones (vCard), or for programs (Parquet, JSON lines).

Only what its reader sees whole leaves, and the customer's key with it, so that an import finds the same people again.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.base.fields.masks import Mask
from regulars.base.staff.middleware import written_for
from regulars.base.web import business
from regulars.unify.customers.owners import reachable
from regulars.unify.customers.queries.listing import golden_rows, rows_of
from regulars.unify.customers.table import KEY, Column, choices, key_column, raw_values_of, values_of

from .cards import CARD, card_file
from .programs import json_file, parquet_file
from .sheets import BOM, Line, csv_file, sheet_name, xlsx_file

if TYPE_CHECKING:
    from regulars.base.staff.models import User

__all__ = ["BOM", "FORMATS", "MOST", "Kind", "Line", "sheet_name"]

AT_ONCE = 500
MOST = 1_000_000
"""A sheet has 1,048,576 rows."""


@dataclass(frozen=True)
class Kind:
    """A kind of file; `is_raw` ones are read by programs."""

    label: str | Promise
    media_type: str
    ending: str
    is_raw: bool = False


FORMATS = {
    "xlsx": Kind(_("Excel (XLSX)"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "csv": Kind(_("Text with commas (CSV)"), "text/csv; charset=utf-8", "csv"),
    "vcard": Kind(_("Cards for phones and address books (vCard)"), "text/vcard; charset=utf-8", "vcf", is_raw=True),
    "jsonl": Kind(_("JSON lines, for programs"), "application/jsonl", "jsonl", is_raw=True),
    "parquet": Kind(_("Parquet, for analysis"), "application/vnd.apache.parquet", "parquet", is_raw=True),
}


class Writer(Protocol):
    """A file that is being written."""

    def write(self, line: Line) -> None:
        """One more line: texts, numbers, days, moments (aware) and None."""


def columns_for(format_: str, shown: Sequence[Column], user: "User") -> list[Column]:
    """The columns of a file: what its reader sees whole of those chosen, and the customer's key.

    A card has its own, whichever were chosen.
    """
    known = choices(user)
    chosen = [known[code] for code in CARD if code in known] if format_ == "vcard" else shown
    mask = user.sight.mask
    return [*(one for one in chosen if one.code != KEY and is_whole(one, mask)), key_column()]


def is_whole(column: Column, mask: Mask) -> bool:
    """Whether a reader sees all that a column shows."""
    needed = {"contact": ("phone", "email")}.get(column.code, (column.code,))
    return mask.sees_all(needed) if column.is_field or column.code == "contact" else True


def heads_of(shown: Sequence[Column]) -> list[str]:
    """The heads of a file with these columns."""
    return [str(head) for column in shown for head in column.heads]


def names_of(shown: Sequence[Column]) -> list[str]:
    """The same in a file for programs: each by its code, which is the same in every language."""
    return [column.code if len(column.heads) == 1 else f"{column.code}.{place}"
            for column in shown for place in range(1, len(column.heads) + 1)]  # fmt: skip


def lines_of(format_: str, roots: Sequence[int], shown: Sequence[Column], user: "User") -> Iterator[list[Line]]:
    """Lines of a file, some at once, as much of each customer as this reader sees; who is gone is left out."""
    for start in range(0, len(roots), AT_ONCE):
        yield lines_at_once(format_, roots[start : start + AT_ONCE], shown, user)


def lines_at_once(format_: str, roots: Sequence[int], shown: Sequence[Column], user: "User") -> list[Line]:
    sight = user.sight
    seen = reachable(roots, sight)
    rows = rows_of(golden_rows([root for root in roots if root in seen]), sight.mask)
    values = raw_values_of if FORMATS[format_].is_raw else values_of
    return list(values(rows, shown)) if rows else []


@contextmanager
def writing(path: Path, format_: str, shown: Sequence[Column]) -> Iterator[Writer]:
    """A new file with these columns, readable by nobody else; it is complete when the block ends."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    make: Any = {"csv": csv_file, "xlsx": xlsx_file, "vcard": card_file, "jsonl": json_file, "parquet": parquet_file}
    heads = names_of(shown) if FORMATS[format_].is_raw else heads_of(shown)
    with make[format_](path, heads) as writer:
        yield writer


def write_file(path: Path, format_: str, roots: Sequence[int], shown: Sequence[Column], user: "User") -> int:
    """Write these customers; how many there were."""
    written = 0
    with writing(path, format_, shown) as writer:
        for lines in lines_of(format_, roots, shown, user):
            written += len(lines)
            write_lines(writer, lines)
    return written


def write_whole(path: Path, format_: str, roots: Sequence[int], shown: Sequence[Column], user: "User") -> int:
    """The same where somebody may be reading: the file is there as a whole, or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        written = write_file(part, format_, roots, shown, user)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return written


def write_lines(writer: Writer, lines: Iterable[Line]) -> None:
    for line in lines:
        writer.write(line)


@contextmanager
def worded_for(user: "User") -> Iterator[None]:
    """Words, days and hours as this colleague reads them, where no page has seen to it."""
    with written_for(user, user.language or business.language()):
        yield
