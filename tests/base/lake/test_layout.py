"""Compaction, withdrawn batches, erasing: what the reader sees against plain oracles, and what is left on disk."""

import json
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.base.lake import Engine, Lake, Writer
from regulars.base.lake.errors import TableRefused
from regulars.base.lake.log import DataFile
from regulars.base.lake.tiers import mergeable
from tests.base.lake.samples import PEOPLE, VISITS, people, visit, visits

pytestmark = pytest.mark.slow

NOW = timedelta(0)


def rows_of(engine: Engine, table: str) -> list[dict[str, Any]]:
    return engine.rows(engine.table(table).order_by("position")).to_pylist()


def test_compaction_keeps_every_row_sorted_in_one_file(writer: Writer, engine: Engine, tmp_path: Path) -> None:
    for position in range(1, 21):
        writer.append("visits", visits(visit(position, person=position % 3, hashes=[b"h" * 16])), position)
    before = rows_of(engine, "visits")

    left = writer.compact("visits", "2024-01")
    writer.vacuum(NOW)

    (file,) = (tmp_path / "lake" / "visits" / "month=2024-01").glob("*.parquet")
    people_in_order = pq.read_table(file, partitioning=None)["person"].to_pylist()
    assert left == 20
    assert rows_of(engine, "visits") == before
    assert people_in_order == sorted(people_in_order)


def test_rows_that_are_sorted_piece_by_piece_are_the_same_in_order(
    writer: Writer, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regulars.base.lake.layout.PIECE", 4)
    for start in range(1, 31, 10):
        rows = [(position, position * 7 % 13, f"name {position}", False) for position in range(start, start + 10)]
        writer.append("people", people(*rows), start + 9)
    before = rows_of(engine, "people")

    writer.compact("people", everything=True)
    writer.erase("people", "", [3])
    writer.vacuum(NOW)

    (file,) = (tmp_path / "lake" / "people").glob("*.parquet")
    in_order = pq.read_table(file)["person"].to_pylist()
    assert rows_of(engine, "people") == [row for row in before if row["person"] != 3]
    assert in_order == [person for person in range(13) if person != 3]


def test_compaction_of_one_partition_leaves_the_others_alone(writer: Writer, tmp_path: Path) -> None:
    for position in (1, 2, 801, 802):
        writer.append("visits", visits(visit(position)), position)

    writer.compact("visits", "2024-01")
    writer.vacuum(NOW)

    folder = tmp_path / "lake" / "visits"
    assert len(list((folder / "month=2024-01").glob("*.parquet"))) == 1
    assert len(list((folder / "month=2024-02").glob("*.parquet"))) == 2


def test_partitions_are_due_by_their_small_files(writer: Writer) -> None:
    for position in (1, 2, 3, 801):
        writer.append("visits", visits(visit(position)), position)
        writer.append("people", people((position, 1, "Ann", False)), position)

    due = writer.partitions_due(small_files=3)
    for table, partition in due:
        writer.compact(table, partition)

    assert due == [("visits", "2024-01"), ("people", "")]
    assert writer.partitions_due(small_files=2) == []


@pytest.mark.parametrize(
    ("sizes", "merged"),
    [
        ([], []),
        ([5, 5, 5], [5, 5, 5]),
        ([1, 5, 5, 5, 33_000], [1, 5, 5, 5]),
        ([1, 5, 5, 30], [1, 5, 5]),
        ([1, 5, 5, 20], [1, 5, 5, 20]),
        ([10, 10, 70_000_000], [10, 10]),
    ],
)
def test_files_that_outweigh_the_smaller_ones_are_not_merged(sizes: list[int], merged: list[int]) -> None:
    files = [DataFile(str(index), "", size, 1) for index, size in enumerate(sizes)]

    assert [file.size for file in mergeable(files)] == merged


def test_withdrawn_batches_are_left_out_before_and_after_compaction(writer: Writer, engine: Engine) -> None:
    writer.append("visits", visits(visit(1), visit(2, batch=7), visit(3, batch=8), visit(801, batch=None)), 801)
    shown = engine.table("visits", withdrawn=[7]).order_by("position")

    before = engine.rows(shown)["position"].to_pylist()
    holding = writer.partitions_with("visits", batches=[7])
    left = writer.compact("visits", "2024-01", drop_batches={7})

    assert before == [1, 3, 801]
    assert holding == ["2024-01"]
    assert left == 2
    assert [row["position"] for row in rows_of(engine, "visits")] == [1, 3, 801]


def test_batches_cannot_be_left_out_of_a_latest_table(engine: Engine) -> None:
    with pytest.raises(TableRefused, match="batches are not withdrawn"):
        engine.table("people", withdrawn=[1]).count()


Change = tuple[int, str, bool]
CHANGES = st.lists(
    st.one_of(
        st.lists(st.tuples(st.integers(1, 5), st.sampled_from("abc"), st.booleans()), min_size=1, max_size=5),
        st.sampled_from(["merge", "everything", "vacuum"]),
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=20, deadline=None)
@given(steps=CHANGES, piece=st.sampled_from([2, 200_000]))
def test_a_latest_table_shows_the_newest_row_of_each_key(steps: list[list[Change] | str | int], piece: int) -> None:
    position, expected = 0, dict[int, tuple[int, str, bool]]()
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("regulars.base.lake.layout.PIECE", piece)
        lake = Lake(folder, [PEOPLE])
        engine = lake.engine()
        with lake.writer() as writer:
            for step in steps:
                if isinstance(step, list):
                    rows = [(position + at, *change) for at, change in enumerate(step, 1)]
                    position += len(step)
                    writer.append("people", people(*rows), position)
                    expected |= {person: (at, name, deleted) for at, person, name, deleted in rows}
                elif isinstance(step, int):
                    writer.erase("people", "", keys={step})
                    expected.pop(step, None)
                elif step == "vacuum":
                    writer.vacuum(NOW)
                else:
                    writer.compact("people", everything=step == "everything")
                shown = {row["person"]: (row["position"], row["name"], False) for row in rows_of(engine, "people")}
                assert shown == {person: row for person, row in expected.items() if not row[2]}
        engine.close()


def test_a_short_tail_is_merged_by_itself_and_still_hides_its_keys(writer: Writer, lake: Lake, engine: Engine) -> None:
    writer.append("people", people(*((at, at, "old", False) for at in range(1, 101))), 100)
    writer.compact("people", everything=True)
    writer.append("people", people((101, 1, "new", False), (102, 2, None, True)), 102)
    writer.append("people", people((103, 1, "newer", False)), 103)
    base = DeltaTable(f"{lake.url}/people").file_uris()

    writer.compact("people")

    shown = {row["person"]: row["name"] for row in rows_of(engine, "people")}
    assert shown == {1: "newer"} | dict.fromkeys(range(3, 101), "old")
    assert DeltaTable(f"{lake.url}/people").file_uris() == base
    assert pa.table(DeltaTable(f"{lake.url}/people_tail").scan()).num_rows == 2


def test_others_read_one_row_a_key_in_the_compacted_base(writer: Writer, lake: Lake) -> None:
    writer.append("people", people((1, 1, "Ann", False), (2, 2, "Bo", False), (3, 1, "Anna", False)), 3)
    writer.append("people", people((4, 2, None, True)), 4)

    writer.compact("people", everything=True)

    base = pa.table(DeltaTable(f"{lake.url}/people").scan())
    assert base.select(["person", "name"]).to_pylist() == [{"person": 1, "name": "Anna"}]


def test_a_crash_between_base_and_tail_shows_the_same_rows(lake: Lake, engine: Engine) -> None:
    class Crashed(BaseException):
        pass

    reached: list[str] = []

    def crash(point: str) -> None:
        reached.append(point)
        if reached.count("lake.before_commit") == 2:
            raise Crashed

    with lake.writer() as writer:
        writer.append("people", people((1, 1, "Ann", False), (2, 2, "Bo", False), (3, 2, "Bob", False)), 3)
    with pytest.raises(Crashed), lake.writer(crash=crash) as writer:
        writer.compact("people", everything=True)
    between = [(row["person"], row["name"]) for row in rows_of(engine, "people")]

    with lake.writer() as writer:
        writer.append("people", people((4, 1, None, True)), 4)
        writer.compact("people", everything=True)

    assert between == [(1, "Ann"), (2, "Bob")]
    assert [(row["person"], row["name"]) for row in rows_of(engine, "people")] == [(2, "Bob")]


def bytes_on_disk(folder: Path) -> bytes:
    """Every byte of the folder, and every value of every Parquet file, in the log or out of it."""
    raw = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    tables = [pq.read_table(path, partitioning=None) for path in folder.rglob("*.parquet")]
    return raw + json.dumps([table.to_pylist() for table in tables], default=repr).encode()


def test_erased_rows_are_gone_to_the_last_byte(writer: Writer, engine: Engine, tmp_path: Path) -> None:
    by_key, by_hash, stays = b"K" * 16, b"H" * 16, b"S" * 16
    writer.append("visits", visits(visit(1, person=424242, note="secret-one"), visit(2, hashes=[stays])), 2)
    writer.append("visits", visits(visit(3, note="secret-two", hashes=[stays, by_hash]), visit(801)), 801)
    writer.append("people", people((802, 424242, "secret-three", False), (803, 5, "Bo", False)), 803)
    writer.compact("people", everything=True)
    writer.append("people", people((804, 424242, "secret-four", False)), 804)

    months = writer.partitions_with("visits", keys={424242}, hashes={by_hash: 900, by_key: 900})
    gone = [writer.erase("visits", month, {424242}, {by_hash: 900}) for month in months]
    gone += [writer.erase("people", part, {424242}) for part in writer.partitions_with("people", keys={424242})]
    found_before_vacuum = b"secret-" in bytes_on_disk(tmp_path)
    writer.vacuum(NOW)

    left = bytes_on_disk(tmp_path)
    assert (months, gone, found_before_vacuum) == (["2024-01"], [2, 2], True)
    assert [word for word in (b"secret-", b"424242", by_hash, b"HHHH") if word in left] == []
    assert [row["position"] for row in rows_of(engine, "visits")] == [2, 801]
    assert rows_of(engine, "visits")[0]["hashes"] == [stays]
    assert [row["person"] for row in rows_of(engine, "people")] == [5]


def test_a_hash_counts_only_before_its_position(writer: Writer, engine: Engine) -> None:
    again = b"A" * 16
    writer.append("visits", visits(visit(1, hashes=[again]), visit(2, hashes=[again]), visit(3, hashes=[again])), 3)

    months = writer.partitions_with("visits", hashes={again: 3})
    gone = writer.erase("visits", months[0], hashes={again: 3})

    assert (gone, writer.partitions_with("visits", hashes={again: 3})) == (2, [])
    assert [row["position"] for row in rows_of(engine, "visits")] == [3]


def test_many_subjects_are_found_and_erased(writer: Writer, engine: Engine) -> None:
    rows = [visit(at, person=at, hashes=[at.to_bytes(16, "big")]) for at in range(1, 3001)]
    writer.append("visits", visits(*rows), 3000)
    hashes = {at.to_bytes(16, "big"): 3001 for at in range(1, 3001, 3)}

    months = writer.partitions_with("visits", keys=range(2, 3001, 3), hashes=hashes)
    gone = sum(writer.erase("visits", month, range(2, 3001, 3), hashes) for month in months)

    assert gone == 2000
    assert [row["person"] for row in rows_of(engine, "visits")] == list(range(3, 3001, 3))


def test_rewrite_may_change_values_and_keeps_the_columns(writer: Writer, engine: Engine) -> None:
    writer.append("visits", visits(visit(1, note="hide me"), visit(2, person=2)), 2)

    def change(rows: ir.Table) -> ir.Table:
        return rows.mutate(note=(rows.person == 1).ifelse(None, rows.note))

    removed = writer.rewrite("visits", "2024-01", change)

    assert removed == 0
    assert [row["note"] for row in rows_of(engine, "visits")] == [None, "note 2"]


def test_appends_go_on_after_a_rewrite(writer: Writer, engine: Engine) -> None:
    writer.append("visits", visits(visit(1), visit(2)), 2)
    writer.erase("visits", "2024-01", keys={1})

    again = writer.append("visits", visits(visit(2)), 2)
    added = writer.append("visits", visits(visit(3, person=2)), 3)

    assert (again, added) == (0, 1)
    assert [row["position"] for row in rows_of(engine, "visits")] == [3]


def test_personal_columns_have_no_statistics_anywhere(writer: Writer, tmp_path: Path) -> None:
    writer.append("visits", visits(visit(1, note="private-a", hashes=[b"z" * 16]), visit(2, note="private-b")), 2)
    writer.compact("visits", "2024-01", everything=True)
    for position in range(3, 40):
        writer.append("visits", visits(visit(position, note=f"private-{position}")), position)

    folder = tmp_path / "lake" / "visits"
    footers = [pq.read_metadata(path) for path in folder.glob("month=*/*.parquet")]
    with_statistics = {
        footer.row_group(0).column(index).path_in_schema
        for footer in footers
        for index in range(footer.num_columns)
        if footer.row_group(0).column(index).is_stats_set
    }
    log = b"".join(path.read_bytes() for path in (folder / "_delta_log").iterdir())
    adds = pa.table(DeltaTable(folder).get_add_actions(flatten=True))
    assert with_statistics == {"position", "person", "occurred_at", "batch"}
    assert b"private" not in log
    assert {name for name in adds.column_names if name.startswith("min.")} == {
        f"min.{name}" for name in ("position", "person", "occurred_at", "batch")
    }


def test_statistics_enclose_every_moment(writer: Writer, lake: Lake) -> None:
    early, late = (visit(1)["occurred_at"] + timedelta(microseconds=at) for at in (1999, 2001))
    writer.append("visits", visits(visit(1, occurred_at=early), visit(2, occurred_at=late)), 2)

    adds = pa.table(DeltaTable(f"{lake.url}/visits").get_add_actions(flatten=True)).to_pylist()[0]

    assert adds["min.occurred_at"] == visit(1)["occurred_at"] + timedelta(milliseconds=1)
    assert adds["max.occurred_at"] == visit(1)["occurred_at"] + timedelta(milliseconds=3)
    assert (adds["min.position"], adds["max.position"], adds["num_records"]) == (1, 2, 2)


def test_any_delta_reader_reads_the_events(writer: Writer, lake: Lake) -> None:
    rows = visits(visit(1, hashes=[b"h" * 16]), visit(801))
    writer.append("visits", rows, 801)

    seen = pa.table(DeltaTable(f"{lake.url}/visits").scan()).select(rows.column_names)

    assert seen.cast(rows.schema).sort_by("position").to_pylist() == rows.to_pylist()
    assert VISITS.partition_by == "month"
    assert isinstance(DeltaTable(f"{lake.url}/visits").to_pyarrow_dataset(), ds.Dataset)
