"""Reading: always the newest committed state, from any thread, within a time limit."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import ibis
import pyarrow as pa
import pytest

from regulars.base.lake import Engine, Lake, Writer
from regulars.base.lake.errors import QueryFailed, QueryTimeout, TableUnknown
from tests.base.lake.samples import people, visit, visits

pytestmark = pytest.mark.slow


def test_a_table_that_does_not_exist_yet_reads_as_empty(engine: Engine) -> None:
    rows = engine.rows(engine.table("visits"))

    assert rows.num_rows == 0
    assert rows.column_names[:2] == ["position", "person"]


def test_an_expression_kept_reads_what_was_committed_since(writer: Writer, engine: Engine) -> None:
    kept = engine.table("visits").count()
    counts = []
    for position in range(1, 4):
        writer.append("visits", visits(visit(position)), position)
        counts.append(engine.rows(kept).to_pylist())

    assert [list(count[0].values()) for count in counts] == [[1], [2], [3]]


def test_a_reader_follows_through_compaction_and_vacuum(writer: Writer, engine: Engine) -> None:
    kept = engine.table("visits")
    for position in range(1, 31):
        writer.append("visits", visits(visit(position)), position)
        if position % 7 == 0:
            engine.rows(kept)
            writer.compact("visits", "2024-01")
            writer.vacuum(timedelta(0))

    assert engine.rows(kept).num_rows == 30


def test_many_threads_read_beside_the_writer(writer: Writer, engine: Engine) -> None:
    table = engine.table("visits")

    def largest(_: int) -> int | None:
        found = engine.rows(table.agg(largest=table.position.max(), rows=table.count())).to_pylist()[0]
        assert found["rows"] == (found["largest"] or 0)
        return int(found["largest"] or 0)

    with ThreadPoolExecutor(4) as pool:
        seen = [pool.submit(largest, at) for at in range(20)]
        for position in range(1, 21):
            writer.append("visits", visits(visit(position)), position)
        highest = [future.result() for future in seen]

    assert len(highest) == 20
    assert largest(0) == 20


def test_a_latest_table_stays_whole_while_its_tail_moves_to_the_base(writer: Writer, engine: Engine) -> None:
    table = engine.table("people")
    writer.append("people", people(*((at, at, "a", False) for at in range(1, 51))), 50)

    with ThreadPoolExecutor(2) as pool:
        seen = [pool.submit(engine.rows, table) for _ in range(30)]
        for turn in range(1, 11):
            writer.append("people", people((50 + turn, turn, "b", False)), 50 + turn)
            writer.compact("people", everything=True)
        read = [sorted(future.result()["person"].to_pylist()) for future in seen]

    assert read == [list(range(1, 51))] * 30


def test_batches_stream_the_same_rows(writer: Writer, engine: Engine) -> None:
    writer.append("visits", visits(*(visit(position) for position in range(1, 5001))), 5000)
    table = engine.table("visits").order_by("position")

    batches = list(engine.batches(table, size=2048))

    assert pa.Table.from_batches(batches)["position"].to_pylist() == list(range(1, 5001))
    assert max(batch.num_rows for batch in batches) <= 2048


def test_half_read_batches_do_not_disturb_other_queries(writer: Writer, engine: Engine) -> None:
    writer.append("visits", visits(*(visit(position) for position in range(1, 5001))), 5000)
    half = engine.batches(engine.table("visits"), size=1024)

    first = next(half).num_rows
    between = engine.rows(engine.table("visits")).num_rows

    assert between == 5000
    assert sum(batch.num_rows for batch in half) == 5000 - first


def test_memory_tables_can_be_joined(writer: Writer, engine: Engine) -> None:
    writer.append("visits", visits(*(visit(position, person=position % 5) for position in range(1, 21))), 20)
    wanted = ibis.memtable({"person": [2, 3]})

    found = engine.rows(engine.table("visits").semi_join(wanted, "person").count())

    assert found.column(0).to_pylist() == [8]


def test_a_slow_query_is_interrupted(writer: Writer, engine: Engine) -> None:
    writer.append("visits", visits(*(visit(position) for position in range(1, 5001))), 5000)
    some = engine.table("visits").select("position")
    pairs = some.cross_join(some.rename(second="position")).cross_join(some.rename(third="position"))
    slow = pairs.agg(total=(pairs.position * pairs.second * pairs.third).sum())

    with pytest.raises(QueryTimeout, match=r"longer than 0\.2 s"):
        engine.rows(slow, timeout=0.2)
    with pytest.raises(QueryTimeout):
        engine.sql("SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b", timeout=0.2, limit=1)

    assert engine.sql("SELECT 1 AS one", limit=1).to_pylist() == [{"one": 1}]


def test_a_failing_query_says_why(engine: Engine) -> None:
    with pytest.raises(QueryFailed, match="Could not convert string 'x' to INT64"):
        engine.rows(ibis.literal("x").cast("int64").name("n").as_table())


def test_an_unknown_table_is_refused(engine: Engine) -> None:
    with pytest.raises(TableUnknown):
        engine.table("visitors")


def test_two_engines_and_sql_see_the_same(lake: Lake, writer: Writer, engine: Engine) -> None:
    other = lake.engine()
    writer.append("visits", visits(visit(1), visit(2, batch=7)), 2)

    by_sql = other.sql("SELECT count(*) AS n FROM visits", limit=1).to_pylist()
    without = other.sql("SELECT position FROM visits", limit=9, withdrawn={"visits": [7]}).to_pylist()
    writer.append("visits", visits(visit(3)), 3)
    again = other.sql("SELECT count(*) AS n FROM visits", limit=1).to_pylist()
    by_table = other.rows(other.table("visits")).num_rows
    other.close()

    assert (by_sql, without, again, by_table) == ([{"n": 2}], [{"position": 1}], [{"n": 3}], 3)
