"""The log: what a power cut may tear, checkpoints, and forgetting old entries."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from regulars.base.lake import Engine, Lake, Writer
from regulars.base.lake.errors import CommitRefused
from regulars.base.lake.log import CHECKPOINT_EVERY
from tests.base.lake.samples import VISITS, visit, visits


def log_of(lake: Lake) -> Path:
    return Path(lake.url) / "visits" / "_delta_log"


def fill(lake: Lake, last: int) -> None:
    with lake.writer() as writer:
        for position in range(1, last + 1):
            writer.append("visits", visits(visit(position)), position)


@pytest.mark.parametrize("torn", [b"", b'{"commitInfo":{"timest', b"\0" * 64])
def test_a_torn_last_entry_is_taken_away_and_its_rows_come_again(lake: Lake, engine: Engine, torn: bytes) -> None:
    fill(lake, 3)
    (log_of(lake) / f"{3:020}.json").write_bytes(torn)

    with lake.writer() as writer:
        committed = writer.committed("visits")
        writer.append("visits", visits(visit(2), visit(3)), 3)

    assert committed == 2
    assert sorted(engine.rows(engine.table("visits"))["position"].to_pylist()) == [1, 2, 3]


@pytest.mark.parametrize("torn", ["checkpoint", "pointer"])
def test_a_torn_checkpoint_is_taken_away(lake: Lake, engine: Engine, torn: str) -> None:
    fill(lake, CHECKPOINT_EVERY + 1)
    name = f"{CHECKPOINT_EVERY:020}.checkpoint.parquet" if torn == "checkpoint" else "_last_checkpoint"
    (log_of(lake) / name).write_bytes(b"")

    with lake.writer() as writer:
        committed = writer.committed("visits")

    assert committed == CHECKPOINT_EVERY + 1
    assert engine.rows(engine.table("visits")).num_rows == CHECKPOINT_EVERY + 1


def test_strays_of_a_killed_writer_are_taken_away(lake: Lake) -> None:
    fill(lake, 1)
    stray = log_of(lake) / "_commit_0b5.json.tmp"
    stray.write_text("{")

    fill(lake, 2)

    assert not stray.exists()


def test_a_data_file_without_an_entry_goes_by_its_age(writer: Writer, lake: Lake) -> None:
    writer.append("visits", visits(visit(1)), 1)
    orphan = Path(lake.url) / "visits" / "month=2024-01" / "orphan.parquet"
    orphan.write_bytes(b"half")

    young = writer.vacuum(timedelta(minutes=1))
    old = writer.vacuum(timedelta(0))

    assert (young, old, orphan.exists()) == (0, 1, False)


def test_vacuum_forgets_entries_before_the_checkpoint(writer: Writer, lake: Lake, engine: Engine) -> None:
    for position in range(1, 6):
        writer.append("visits", visits(visit(position)), position)
    engine.rows(engine.table("visits"))

    writer.vacuum(timedelta(0))
    left = sorted(path.name for path in log_of(lake).iterdir())
    writer.append("visits", visits(visit(6)), 6)

    assert left == [f"{5:020}.checkpoint.parquet", f"{5:020}.json", "_last_checkpoint"]
    assert engine.rows(engine.table("visits")).num_rows == 6
    assert lake.status()[0].position == 6


def test_the_position_outlives_the_entries_that_set_it(lake: Lake) -> None:
    fill(lake, 3)
    with lake.writer() as writer:
        writer.compact("visits", "2024-01")
        writer.vacuum(timedelta(0))

    with lake.writer() as writer:
        assert writer.committed("visits") == 3


def test_checkpoints_come_by_themselves(lake: Lake) -> None:
    fill(lake, CHECKPOINT_EVERY)

    pointer = json.loads((log_of(lake) / "_last_checkpoint").read_text())

    assert pointer["version"] == CHECKPOINT_EVERY


def test_a_foreign_commit_is_noticed(lake: Lake, writer: Writer, tmp_path: Path) -> None:
    writer.append("visits", visits(visit(1)), 1)
    foreign = Lake(lake.url, [VISITS]).writer(lease=open(tmp_path / "other.lock", "w"))  # noqa: PTH123, SIM115
    with foreign:
        foreign.append("visits", visits(visit(2)), 2)

    with pytest.raises(CommitRefused, match="Another program wrote"):
        writer.append("visits", visits(visit(2), visit(3)), 3)
