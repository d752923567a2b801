"""The single writer: exactly once under any cuts and crashes, in order, durable, alone."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.base.lake import Engine, Lake, Table, Writer
from regulars.base.lake.errors import LakeError, LeaseHeld, RowsRefused, TableRefused, TableUnknown
from tests.base.lake.samples import MOMENT, PEOPLE, VISITS, people, visit, visits

pytestmark = pytest.mark.slow

CRASH_POINTS = ["lake.before_commit", "lake.after_commit", "lake.after_fsync"]


class Crashed(BaseException):
    """Stands for the end of the process."""


def crash_at(point: str) -> Callable[[str], None]:
    def crash(reached: str) -> None:
        if reached == point:
            raise Crashed

    return crash


def positions(engine: Engine) -> list[int]:
    return sorted(engine.rows(engine.table("visits"))["position"].to_pylist())


def test_append_makes_rows_readable(writer: Writer, engine: Engine) -> None:
    rows = visits(visit(1, hashes=[b"a" * 16]), visit(2, person=None, note="สวัสดี 你好 سلام"))

    added = writer.append("visits", rows, 2)

    assert added == 2
    assert writer.committed("visits") == 2
    assert engine.rows(engine.table("visits").order_by("position")).to_pylist() == rows.to_pylist()


def test_append_leaves_out_rows_at_or_below_the_committed_position(writer: Writer, engine: Engine) -> None:
    writer.append("visits", visits(visit(1), visit(2)), 2)

    added = writer.append("visits", visits(visit(2, note="again"), visit(3)), 3)
    repeated = writer.append("visits", visits(visit(1), visit(3)), 3)

    assert (added, repeated) == (1, 0)
    assert positions(engine) == [1, 2, 3]


def test_append_counts_positions_for_each_table(writer: Writer, engine: Engine) -> None:
    writer.append("visits", visits(visit(7)), 7)

    added = writer.append("people", people((3, 1, "Ann", False)), 3)

    assert added == 1
    assert (writer.committed("visits"), writer.committed("people")) == (7, 3)


def test_append_without_new_rows_commits_nothing_and_advance_does(lake: Lake, writer: Writer) -> None:
    writer.append("visits", VISITS.schema.empty_table(), 5)
    before = writer.committed("visits")

    writer.advance("visits", 5)
    writer.advance("visits", 4)

    assert before == 0
    assert writer.committed("visits") == 5
    assert lake.status()[0].version == 1


@settings(max_examples=20, deadline=None)
@given(
    total=st.integers(1, 40),
    cuts=st.lists(st.tuples(st.integers(1, 15), st.integers(0, 10), st.sampled_from([*CRASH_POINTS, ""])), max_size=8),
)
def test_any_cuts_and_crashes_commit_each_row_once(total: int, cuts: list[tuple[int, int, str]]) -> None:
    rows = [visit(position, occurred_at=visit(position * 40)["occurred_at"]) for position in range(1, total + 1)]
    with TemporaryDirectory() as folder:
        lake = Lake(folder, [VISITS])
        for length, back, point in [*cuts, (total, total, "")]:
            with lake.writer(crash=crash_at(point)) as writer:
                start = max(0, writer.committed("visits") - back)
                batch = rows[start : start + length + back]
                try:
                    writer.append("visits", visits(*batch), batch[-1]["position"] if batch else 0)
                except Crashed:
                    continue
        with lake.writer() as writer:
            writer.append("visits", visits(*rows), total)

        engine = lake.engine()

        assert positions(engine) == list(range(1, total + 1))
        engine.close()


@pytest.mark.parametrize("point", CRASH_POINTS)
def test_a_killed_writer_leaves_a_lake_that_goes_on(lake: Lake, engine: Engine, point: str) -> None:
    program = f"""
import os, signal, sys
sys.path[:0] = {[str(Path(__file__).parents[3]), *sys.path]!r}
from tests.base.lake.samples import PEOPLE, VISITS, visit, visits
from regulars.base.lake import Lake
def crash(reached):
    if reached == {point!r}:
        os.kill(os.getpid(), signal.SIGKILL)
with Lake({lake.url!r}, [VISITS, PEOPLE]).writer(crash=crash) as writer:
    writer.append("visits", visits(visit(1), visit(2)), 2)
"""

    ended = subprocess.run([sys.executable, "-c", program], check=False, timeout=60)
    with lake.writer() as writer:
        writer.append("visits", visits(visit(1)), 1)
        writer.append("visits", visits(visit(2), visit(3)), 3)

    assert ended.returncode == -signal.SIGKILL
    assert positions(engine) == [1, 2, 3]


def test_append_syncs_data_before_the_commit_and_the_entry_after(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    real = os.fsync

    def fsync(file: int) -> None:
        done.append(os.path.relpath(Path(f"/proc/self/fd/{file}").readlink(), lake.url))
        real(file)

    with lake.writer(crash=done.append) as writer:
        monkeypatch.setattr(os, "fsync", fsync)
        writer.append("visits", visits(visit(1)), 1)

    commit = done.index("lake.after_commit")
    (data,) = [path for path in done if path.endswith(".parquet")]
    assert set(done[: commit - 1]) == {data, "visits/month=2024-01", "visits"}
    assert set(done[commit + 1 : -1]) == {"visits/_delta_log/00000000000000000001.json", "visits/_delta_log", "visits"}
    assert done[-1] == "lake.after_fsync"


def test_a_second_writer_is_refused_until_the_first_ends(lake: Lake) -> None:
    with lake.writer(), pytest.raises(LeaseHeld, match="Another process writes"), lake.writer():
        pass

    with lake.writer() as writer:
        assert writer.committed("visits") == 0


def test_a_remote_lake_asks_for_a_lease() -> None:
    lake = Lake("s3://bucket/lake", [VISITS])

    with pytest.raises(LakeError, match="needs a lease"):
        lake.writer()


def test_rows_that_do_not_fit_are_refused_and_nothing_is_written(lake: Lake, writer: Writer) -> None:
    good = visits(visit(1))
    refused = {
        "no columns colour": good.append_column("colour", pa.array(["red"])),
        "position may not be empty": good.set_column(0, "position", pa.array([None], pa.int64())),
        "person does not fit": good.set_column(1, "person", pa.array(["Ann"])),
        "named by letters": good.set_column(6, "month", pa.array(["../2024"])),
        "month may not be empty": good.drop_columns(["month"]),
        "above the position 0": good,
    }

    for message, rows in refused.items():
        with pytest.raises(RowsRefused, match=message):
            writer.append("visits", rows, 0 if rows is good else 1)

    assert (lake.status()[0].rows, writer.committed("visits")) == (0, 0)


def test_absent_nullable_columns_are_filled_with_null(writer: Writer, engine: Engine) -> None:
    rows = visits(visit(1)).select(["month", "position"])

    writer.append("visits", rows, 1)

    (row,) = engine.rows(engine.table("visits")).to_pylist()
    assert (row["position"], row["month"], row["note"], row["hashes"]) == (1, "2024-01", None, None)


def test_an_unknown_table_is_refused(writer: Writer) -> None:
    with pytest.raises(TableUnknown, match="no table 'visitors'"):
        writer.append("visitors", visits(visit(1)), 1)


def test_new_columns_are_added_when_the_writer_starts(lake: Lake, tmp_path: Path) -> None:
    with lake.writer() as writer:
        writer.append("people", people((1, 1, "Ann", False)), 1)
    wider = Table(
        name="people",
        schema=PEOPLE.schema.append(pa.field("born_at", MOMENT)),
        primary_key=("person",),
        cluster_by=("person",),
    )
    grown = Lake(lake.url, [wider])
    before = grown.engine()
    first = before.rows(before.table("people")).to_pylist()

    with grown.writer() as writer:
        born = pa.array([visit(1)["occurred_at"]], MOMENT)
        writer.append("people", people((2, 2, "Bo", False)).append_column("born_at", born), 2)
        writer.compact("people", everything=True)
    rows = before.rows(before.table("people").order_by("person")).to_pylist()
    before.close()

    assert [row["born_at"] for row in first] == [None]
    assert [(row["name"], row["born_at"]) for row in rows] == [("Ann", None), ("Bo", visit(1)["occurred_at"])]


def test_a_writer_that_knows_fewer_columns_or_other_types_is_refused(lake: Lake) -> None:
    with lake.writer():
        pass
    narrow = Table(name="people", schema=PEOPLE.schema.remove(2), primary_key=("person",))
    other = Table(name="people", schema=PEOPLE.schema.set(2, pa.field("name", pa.int64())), primary_key=("person",))

    with pytest.raises(TableRefused, match=r"lacks: \['name'\]"), Lake(lake.url, [narrow]).writer():
        pass
    with pytest.raises(TableRefused, match=r"another type in \['name'\]"), Lake(lake.url, [other]).writer():
        pass
    with lake.writer() as writer:  # the refusals let the lease go
        assert writer.committed("people") == 0


def test_replace_puts_other_rows_in_place_of_all(lake: Lake, writer: Writer, engine: Engine) -> None:
    writer.append("visits", visits(visit(1), visit(800)), 800)
    writer.append("people", people((1, 1, "Ann", False), (2, 2, "Bo", False)), 2)
    writer.compact("people", everything=True)

    written = writer.replace("visits", [visits(visit(3)), visits(visit(4), visit(900))], 4000)
    writer.replace("people", [people((9, 2, "Bob", False))], 1)

    assert written == 3
    assert positions(engine) == [3, 4, 900]
    assert engine.rows(engine.table("people"))["name"].to_pylist() == ["Bob"]
    assert (writer.committed("visits"), writer.committed("people")) == (4000, 1)


def test_status_counts_what_is_there(lake: Lake, writer: Writer) -> None:
    writer.append("visits", visits(visit(1), visit(2), visit(800)), 800)
    writer.append("people", people((5, 1, "Ann", False)), 5)

    seen = {status.name: status for status in lake.status()}

    assert (seen["visits"].rows, seen["visits"].files, seen["visits"].partitions) == (3, 2, 2)
    assert (seen["visits"].position, seen["people"].position, seen["people"].rows) == (800, 5, 1)


def test_vacuum_keeps_what_left_the_log_lately(lake: Lake, writer: Writer, tmp_path: Path) -> None:
    for position in range(1, 4):
        writer.append("visits", visits(visit(position)), position)
    writer.compact("visits", "2024-01")

    kept = writer.vacuum(timedelta(minutes=15))
    deleted = writer.vacuum(timedelta(0))

    assert (kept, deleted) == (0, 3)
    assert len(list((tmp_path / "lake" / "visits").rglob("month=*/*.parquet"))) == 1
