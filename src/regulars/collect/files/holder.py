"""What imports hold of a person who is erased: rows of files, bad values, and names of files."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction

from regulars.base.fields.digits import to_ascii
from regulars.base.fields.masks import DOTS
from regulars.unify.facts import prepared
from regulars.unify.facts.refused import NATIONAL, names
from regulars.unify.facts.registries import Erased, PersonalHolder
from regulars.unify.identity.marked import marked

from . import folder
from .enums import State
from .mapping import KEY
from .mapping.cells import said
from .models import Import, Repair
from .running.tally import handed

AT_ONCE = 10_000
WORKED_ON = {State.PREVIEWING, State.RUNNING}
LONG = 6
"""So long a value is looked for within others."""
BETWEEN = re.compile(r"[^\d\n]+")


def erase(erased: Erased) -> None:
    """Take the person out of what is stored now, and out of the files once that is committed."""
    values = {identifier.ident.value for identifier in erased.identifiers}
    naming = [one.pk for one in Repair.objects.all() if names(f"{one.value} {one.replacement}", values)]
    Repair.objects.filter(pk__in=naming).delete()
    for row in Import.objects.all():
        scrub_row(row, values)
    keys = {written for key in (erased.root, *erased.keys) for written in (str(key), marked(key))}
    transaction.on_commit(lambda: scrub_files(values, keys))


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


def scrub_files(values: Collection[str], keys: Collection[str]) -> None:
    """Take the person's rows out of every file that was read in.

    The file as it came cannot be written anew, so it goes; one that nobody has read in goes whole, because nobody
    knows who is in it.
    """
    for row in Import.objects.all():
        staged = folder.at(row.pk, folder.STAGED)
        folder.drop(row.pk, folder.REJECTED, *([] if row.state in WORKED_ON else [folder.ARRANGED]))
        if not staged.exists():
            folder.drop(row.pk, folder.UPLOAD, folder.STAGED)
        elif without(staged, values, keys, key_places(row)):
            folder.drop(row.pk, folder.UPLOAD, folder.PREVIEW, folder.PROBLEMS)
            scrub_prepared(row, values)


def key_places(row: Import) -> list[str]:
    """The columns of a staged file that name customers by key."""
    columns = row.mapping.get("columns", ()) if row.mapping else ()
    return [f"c{column['place']}" for column in columns if column.get("target") == KEY]


def scrub_prepared(row: Import, values: Collection[str]) -> None:
    """Take the person's facts out of what was prepared; all of it goes where the import can begin anew.

    While it runs all facts keep their places: others may be handed over at this moment.
    """
    path = folder.at(row.pk, folder.PREPARED)
    if row.began_at is None or row.ended_at is not None:
        folder.drop(row.pk, folder.PREPARED)
        return
    if not path.exists():
        return
    waits = row.state in {State.PAUSED, State.FAILED}
    fixed = handed(row.pk) if waits else prepared.Reader(path).count
    if prepared.without(path, fixed, lambda body: is_about(body, values)) and waits:
        Import.objects.filter(pk=row.pk).update(facts=prepared.Reader(path).count)


def without(path: Path, values: Collection[str], keys: Collection[str] = (), places: Collection[str] = ()) -> int:
    """Write a staged file anew without the rows that name one of the values, or in `places` a key; how many."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.touch(mode=0o600)
    gone = 0
    file = pq.ParquetFile(path)
    with pq.ParquetWriter(unfinished, file.schema_arrow, compression="zstd") as writer:
        for batch in file.iter_batches(AT_ONCE):
            columns = columns_of(batch)
            named = [{said(cell).casefold() for cell in batch.column(place).to_pylist() if cell} for place in places]
            if not (
                any(may_name(column, values) for column in columns) or any(not one.isdisjoint(keys) for one in named)
            ):
                writer.write_batch(batch)
                continue
            stays = [not is_of(cells, values) for cells in zip(*columns, strict=True)]
            for place in places:
                cells = batch.column(place).to_pylist()
                stays = [
                    stay and said(cell or "").casefold() not in keys for stay, cell in zip(stays, cells, strict=True)
                ]
            gone += stays.count(False)
            writer.write_batch(batch.filter(pa.array(stays)))
    if gone:
        unfinished.replace(path)
    unfinished.unlink(missing_ok=True)
    return gone


def is_about(body: bytes, values: Collection[str]) -> bool:
    """Whether a prepared fact names one of the values."""
    long = (value.encode() for value in values if len(value) >= LONG)
    return any(part in body for part in long) or any(one.value in values for one in prepared.decode(body).identifiers)


def is_of(cells: Iterable[str | None], values: Collection[str]) -> bool:
    """Whether a row names one of the values; a short one is a whole cell, else "1" would be in every number."""
    filled = [cell for cell in cells if cell]
    if any(cell.strip() in values for cell in filled):
        return True
    return names("\n".join(filled), [value for value in values if len(value) >= LONG])


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


HOLDER = PersonalHolder(app="files", tables=frozenset({"file_import", "file_repair", "file_tally"}), erase=erase)
