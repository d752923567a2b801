"""What imports hold of a person who is erased: rows of files, bad values, and names of files."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction

from regulars.base.fields.digits import to_ascii
from regulars.base.fields.masks import DOTS
from regulars.unify.facts.refused import NATIONAL, names
from regulars.unify.facts.registries import Erased, PersonalHolder

from . import folder
from .models import Import, Repair

AT_ONCE = 10_000
BETWEEN = re.compile(r"[^\d\n]+")


def erase(erased: Erased) -> None:
    """Take the person out of what is stored now, and out of the files once that is committed."""
    values = {identifier.ident.value for identifier in erased.identifiers}
    naming = [one.pk for one in Repair.objects.all() if names(f"{one.value} {one.replacement}", values)]
    Repair.objects.filter(pk__in=naming).delete()
    for row in Import.objects.all():
        scrub_row(row, values)
    transaction.on_commit(lambda: scrub_files(values))


def scrub_row(row: Import, values: Collection[str]) -> None:
    """What was said about a file, without a value that stands in it."""
    if names(row.name, values):
        Import.objects.filter(pk=row.pk).update(name=DOTS)
    if row.mapping and names(str(row.mapping), values):
        for column in row.mapping.get("columns", ()):
            meant = column.get("values", {})
            column["values"] = {cell: to for cell, to in meant.items() if not names(f"{cell} {to}", values)}
        Import.objects.filter(pk=row.pk).update(mapping=row.mapping)
    if row.basis and names(str(row.basis), values):
        basis = {name: DOTS if names(str(said), values) else said for name, said in row.basis.items()}
        Import.objects.filter(pk=row.pk).update(basis=basis)


def scrub_files(values: Collection[str]) -> None:
    """Take the person's rows out of every file that was read in.

    The file as it came cannot be written anew, so it goes; one that nobody has read in goes whole, because nobody
    knows who is in it.
    """
    for row in Import.objects.all():
        staged = folder.at(row.pk, folder.STAGED)
        if not staged.exists():
            folder.drop(row.pk, folder.UPLOAD)
        elif without(staged, values):
            folder.drop(row.pk, folder.UPLOAD, folder.PREVIEW, folder.PROBLEMS)
            if not row.is_under_way:
                folder.drop(row.pk, folder.PREPARED)


def without(path: Path, values: Collection[str]) -> int:
    """Write a staged file anew without the rows that name one of the values; how many that were."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.touch(mode=0o600)
    gone = 0
    file = pq.ParquetFile(path)
    with pq.ParquetWriter(unfinished, file.schema_arrow, compression="zstd") as writer:
        for batch in file.iter_batches(AT_ONCE):
            if not any(may_name(column, values) for column in columns_of(batch)):
                writer.write_batch(batch)
                continue
            stays = [not names(text, values) for text in texts(batch)]
            gone += stays.count(False)
            writer.write_batch(batch.filter(pa.array(stays)))
    if gone:
        unfinished.replace(path)
    unfinished.unlink(missing_ok=True)
    return gone


def columns_of(batch: pa.RecordBatch) -> list[list[str | None]]:
    """The cells, column by column."""
    return [column.to_pylist() for name, column in zip(batch.schema.names, batch.columns, strict=True) if name != "row"]


def may_name(cells: list[str | None], values: Collection[str]) -> bool:
    """Whether it is worth looking at each row: quick, and never no where `names` says yes of one cell."""
    plain = "\n".join(cell for cell in cells if cell).casefold()
    if "%" in plain or "\\u" in plain:
        return True
    numbers = to_ascii(BETWEEN.sub("", plain))
    return any(
        value.casefold() in plain or (value.startswith("+") and value[-NATIONAL:] in numbers) for value in values
    )


def texts(batch: pa.RecordBatch) -> Iterator[str]:
    """All that stands in each row."""
    for cells in zip(*columns_of(batch), strict=True):
        yield "\n".join(cell for cell in cells if cell)


HOLDER = PersonalHolder(app="files", tables=frozenset({"file_import", "file_repair", "file_tally"}), erase=erase)
