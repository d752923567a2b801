"""Attacks on the read-only SQL door, each with a file or a value that it would have leaked or changed."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from regulars.base.lake import Engine, Lake, duck
from regulars.base.lake.errors import QueryFailed, QueryRefused
from tests.base.lake.samples import PEOPLE, VISITS, people, visit, visits

SECRET = "leaked-secret"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds a lake, a secret file in its folder, and one beside it."""
    folder = tmp_path_factory.mktemp("door")
    with Lake(str(folder / "lake"), [VISITS, PEOPLE]).writer() as writer:
        writer.append("visits", visits(visit(1, person=7), visit(2)), 2)
        writer.append("people", people((1, 1, "Ann", False), (2, 2, SECRET, True)), 2)
    (folder / "secret.csv").write_text(f"a\n{SECRET}\n")
    (folder / "lake" / "visits" / "secret.csv").write_text(f"a\n{SECRET}\n")
    return folder


@pytest.fixture(scope="module")
def door(folder: Path) -> Iterator[Engine]:
    engine = Lake(str(folder / "lake"), [VISITS, PEOPLE]).engine()
    yield engine
    engine.close()


SELECTS = [
    ("SELECT person, note FROM visits ORDER BY position DESC", [{"person": 1, "note": "note 2"}]),
    ("select count(*) as n from Visits; -- done", [{"n": 2}]),
    ("WITH v AS (SELECT * FROM visits) SELECT max(v.person) AS m FROM v", [{"m": 7}]),
    ("FROM people SELECT name", [{"name": "Ann"}]),
    ("SELECT name FROM people UNION ALL SELECT 'x' WHERE false", [{"name": "Ann"}]),
    ("SELECT v.person FROM visits v JOIN people p ON p.person = v.person", [{"person": 1}]),
    ("SELECT unnest([1, 2]) AS n", [{"n": 1}]),
    ("SELECT n FROM unnest([3]) t(n)", [{"n": 3}]),
    ("SELECT (SELECT count(*) FROM people) AS n", [{"n": 1}]),
    ("SELECT strftime(min(occurred_at), '%Y') AS y FROM visits", [{"y": "2024"}]),
    ("SELECT list_transform([1], lambda x: x + 1) AS l", [{"l": [2]}]),
    ("SELECT row_number() OVER (ORDER BY position) AS n FROM visits QUALIFY n = 2", [{"n": 2}]),
    ("SELECT '; DROP TABLE visits -- ' AS text", [{"text": "; DROP TABLE visits -- "}]),
    ("SELECT 'สวัสดี 你好' AS text", [{"text": "สวัสดี 你好"}]),
    (
        "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM r WHERE a < 3) SELECT max(a) m FROM r",
        [{"m": 3}],
    ),
]


@pytest.mark.parametrize(("text", "rows"), SELECTS)
def test_a_plain_select_is_answered(door: Engine, text: str, rows: list[dict[str, object]]) -> None:
    assert door.sql(text, limit=1).to_pylist() == rows


ATTACKS = [
    # files outside and inside of the lake
    "SELECT * FROM '{outside}'",
    "SELECT * FROM '{inside}'",
    'SELECT * FROM "{inside}"',
    "SELECT * FROM read_csv('{outside}')",
    "SELECT * FROM read_csv('{inside}')",
    "SELECT * FROM read_csv_auto('{inside}')",
    "SELECT * FROM read_text('{outside}')",
    "SELECT * FROM read_text('{inside}')",
    "SELECT * FROM read_blob('{inside}')",
    "SELECT * FROM read_json('{inside}')",
    "SELECT * FROM read_parquet('{lake}/people_tail/*.parquet')",
    "SELECT * FROM parquet_scan('{lake}/people_tail/*.parquet')",
    "SELECT * FROM '{lake}/people_tail/*.parquet'",
    "SELECT * FROM parquet_metadata('{lake}/people_tail/*.parquet')",
    "SELECT * FROM glob('{lake}/*')",
    "SELECT * FROM sniff_csv('{inside}')",
    "SELECT * FROM read_duckdb('{lake}/x.db')",
    "SELECT (SELECT content FROM read_text('{inside}'))",
    "SELECT * FROM visits, LATERAL (SELECT * FROM read_text('{inside}'))",
    "WITH x AS (SELECT * FROM read_text('{inside}')) SELECT * FROM x",
    'WITH "{inside}" AS (SELECT 1 AS a) SELECT * FROM "{inside}"',
    'SELECT * FROM (WITH "{inside}" AS (SELECT 1) SELECT 1), "{inside}"',
    # hidden rows and the catalogue
    "SELECT * FROM files_people_tail",
    "SELECT * FROM (WITH files_people_tail AS (SELECT 1) SELECT 1), files_people_tail",
    "SELECT * FROM main.people",
    "SELECT * FROM memory.main.files_people_tail",
    "SELECT * FROM duckdb_views()",
    "SELECT * FROM duckdb_views",
    "SELECT * FROM (WITH duckdb_views AS (SELECT 1) SELECT 1), duckdb_views",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM pg_catalog.pg_tables",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM which_secret('s3://x', 's3')",
    "SELECT * FROM duckdb_settings()",
    "SELECT current_setting('temp_directory')",
    "SELECT getenv('HOME')",
    "SELECT getvariable('x')",
    "SELECT pg_get_viewdef('people')",
    "SELECT * FROM query('SELECT * FROM files_people_tail')",
    "SELECT * FROM query_table('files_people_tail')",
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM files_people_tail'))",
    "SELECT json_serialize_sql('SELECT 1')",
    "SELECT * FROM histogram('files_people_tail', 'name')",
    "SELECT * FROM pragma_table_info('files_people_tail')",
    "SELECT write_log('x')",
    "SELECT sleep_ms(1)",
    "SELECT nextval('x')",
    "DESCRIBE files_people_tail",
    "SUMMARIZE files_people_tail",
    "SELECT * FROM (SUMMARIZE files_people_tail)",
    "SHOW TABLES",
    "SHOW ALL TABLES",
    # anything but one SELECT
    "",
    ";",
    "-- nothing",
    "SELEC 1",
    "SELECT 1; SELECT 2",
    "SELECT 1; COPY (SELECT 1) TO '{lake}/visits/x.csv'",
    "SELECT 1) AS t; DROP VIEW files_visits; --",
    "COPY (SELECT 1) TO '{lake}/visits/x.csv'",
    "COPY people TO '{lake}/visits/x.parquet'",
    "EXPORT DATABASE '{lake}/visits/x'",
    "ATTACH '{lake}/visits/x.db'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "PRAGMA database_list",
    "PRAGMA enable_logging",
    "CALL enable_logging()",
    "SET threads = 1",
    "RESET enable_external_access",
    "SET VARIABLE x = 1",
    "CREATE TABLE t AS SELECT 1",
    "CREATE OR REPLACE VIEW files_visits AS SELECT 1",
    "CREATE SECRET s (TYPE s3)",
    "CREATE MACRO m() AS TABLE SELECT * FROM read_text('{inside}')",
    "DROP VIEW files_visits",
    "INSERT INTO shape_visits (position) VALUES (1)",
    "DELETE FROM shape_visits",
    "UPDATE shape_visits SET position = 1",
    "WITH x AS (INSERT INTO shape_visits (position) VALUES (1) RETURNING *) SELECT * FROM x",
    "WITH x AS (DELETE FROM shape_visits RETURNING *) SELECT * FROM x",
    "EXPLAIN SELECT 1",
    "EXPLAIN ANALYZE SELECT 1",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "BEGIN",
    "CHECKPOINT",
    "VACUUM",
    "USE memory",
    "DETACH memory",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_everything_else_is_refused_and_changes_nothing(door: Engine, folder: Path, attack: str) -> None:
    named = {"{inside}": "lake/visits/secret.csv", "{outside}": "secret.csv", "{lake}": "lake"}
    files = sorted(folder.rglob("*"))
    text = attack
    for name, path in named.items():
        text = text.replace(name, str(folder / path))

    with pytest.raises(QueryRefused) as refused:
        door.sql(text, limit=10)

    assert SECRET not in str(refused.value)
    assert sorted(folder.rglob("*")) == files
    assert door.sql("SELECT count(*) AS n FROM visits", limit=1).to_pylist() == [{"n": 2}]


def test_the_limit_holds(door: Engine) -> None:
    assert door.sql("SELECT * FROM range(100000) LIMIT 5000", limit=10).num_rows == 10


def test_a_wrong_column_is_reported(door: Engine) -> None:
    with pytest.raises(QueryFailed, match='"colour" not found'):
        door.sql("SELECT colour FROM visits", limit=1)


def test_the_locked_database_refuses_by_itself(tmp_path: Path) -> None:
    (tmp_path / "lake").mkdir()
    (tmp_path / "secret.csv").write_text(f"a\n{SECRET}\n")
    connection = duck.connect(1, "100MB", tmp_path / "spill")

    duck.lock_down(connection, [f"{tmp_path}/lake/"])

    for text in [
        f"SELECT * FROM read_csv('{tmp_path}/secret.csv')",
        f"SELECT * FROM read_text('{tmp_path}/lake/../secret.csv')",
        f"COPY (SELECT 1) TO '{tmp_path}/x.csv'",
        f"ATTACH '{tmp_path}/x.db'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "SELECT * FROM 'https://127.0.0.1/x.csv'",
    ]:
        with pytest.raises(duckdb.Error):
            connection.execute(text).fetchall()
    assert not (tmp_path / "x.csv").exists()
