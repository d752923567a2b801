"""Files of a table on an object store behave as local ones do."""

from pathlib import Path

import pytest

from regulars.base.lake.store import Store, local_path


@pytest.mark.parametrize(
    ("url", "path"),
    [("/a/b", Path("/a/b")), ("file:///a/b", Path("/a/b")), ("s3://bucket/b", None), ("az://box/b", None)],
)
def test_a_url_is_local_or_an_object_store(url: str, path: Path | None) -> None:
    assert local_path(url) == path


@pytest.mark.parametrize("place", ["memory:///table", "folder"])
def test_files_are_written_listed_read_and_deleted(place: str, tmp_path: Path) -> None:
    store = Store(place if "://" in place else str(tmp_path / place))
    for path in ["month=2024-01/a.parquet", "b.parquet", "_delta_log/00000000000000000000.json"]:
        with store.create(path) as file:
            file.write(path.encode())
    store.sync(["b.parquet"])

    listed = sorted(path for path, _ in store.data_files())
    entry, read = store.newest_entry(), store.read("b.parquet")
    deleted = store.delete(["b.parquet"])

    assert listed == ["b.parquet", "month=2024-01/a.parquet"]
    assert (entry, read, deleted) == ("00000000000000000000.json", b"b.parquet", 1)
    assert [store.is_file("b.parquet"), store.is_file("month=2024-01/a.parquet")] == [False, True]
