"""Brings small files in, from their rows to the database, with a road that is turned by hand."""

import io
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from regulars.collect.files import folder, queries, services
from regulars.collect.files.basis import Basis
from regulars.collect.files.mapping import Column, Kind, Mapping, Policy
from regulars.collect.files.models import Import
from regulars.collect.files.running import working
from regulars.unify.facts.models import Source
from regulars.unify.road import Road

HEADS = ("Number", "E-mail", "Phone", "Name", "City")
TARGETS = ("identifier:external_id", "identifier:email", "identifier:phone", "trait:name", "trait:city")
Cells = Sequence[str | None]
BASIS = Basis(origin="customers", purposes=["service", "marketing"])


def source(name: str = "Files") -> int:
    """The id of a source of files."""
    return services.file_source(name, region="TH", actor="owner")


def offered(
    rows: Sequence[Cells],
    *,
    heads: Cells = HEADS,
    targets: Sequence[str] = TARGETS,
    kind: Kind = Kind.CUSTOMERS,
    as_of: int = 0,
    source_id: int = 0,
    policy: Policy = Policy.NEWEST,
) -> Import:
    """An import of these rows, ready to be previewed or run."""
    text = "\r\n".join(",".join(cell or "" for cell in row) for row in (heads, *rows))
    row = services.upload(io.BytesIO(text.encode()), "people.csv", actor="owner", source=source_id or source())
    staged(row.pk, rows, len(heads))
    columns = [
        Column(place=place, head=head or "", target=target, policy=policy)
        for place, (head, target) in enumerate(zip(heads, targets, strict=True))
    ]
    mapping = Mapping(kind=kind, columns=columns, region="TH", as_of=as_of)
    services.choose_mapping(row.pk, mapping, actor="owner")
    return services.set_basis(row.pk, BASIS, actor="owner")


def staged(import_id: int, rows: Sequence[Cells], width: int) -> None:
    """The rows as reading stages them; the head is row 1."""
    columns = {"row": pa.array(range(2, len(rows) + 2), pa.int64())}
    for place in range(width):
        columns[f"c{place}"] = pa.array([row[place] for row in rows], pa.string())
    pq.write_table(pa.table(columns), folder.at(import_id, folder.STAGED), row_group_size=10_000)
    Import.objects.filter(pk=import_id).update(rows=len(rows))


def previewed(row: Import) -> Import:
    """What it would do."""
    services.preview(row.pk, actor="owner", is_queued=False)
    return working.preview_now(row.pk)


def ran(row: Import, road: Road) -> Import:
    """The import, once the road has filed it."""
    services.run(row.pk, actor="owner", is_queued=False)
    return working.run_now(row.pk, listen=lambda *_: road.drain())


def undone(row: Import, road: Road) -> Import:
    """The import, once it is taken back."""
    services.undo(row.pk, actor="owner", is_queued=False)
    return working.undo_now(row.pk, listen=lambda *_: road.drain())


def counts(row: Import) -> dict[str, int]:
    """Its rows by what became of them."""
    told = queries.counts_of(queries.find(row.pk))
    return {name: getattr(told, name) for name in ("rows", "created", "updated", "unchanged", "merged", "rejected")}


def regular_source(name: str = "Shop server") -> Source:
    """A source of live facts."""
    return Source.objects.get_or_create(
        name=name, defaults={"kind": "server", "write_key": name, "region": "TH", "namespace": "default"}
    )[0]
