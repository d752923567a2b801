"""The files that a reader sees belong together, although two logs are read one after the other."""

from collections.abc import Callable

import duckdb

from regulars.base.lake import Lake, Writer
from regulars.base.lake.log import DeltaLog
from regulars.base.lake.store import Store
from regulars.base.lake.views import FileViews
from tests.base.lake.samples import PEOPLE, people


class InterruptedLog(DeltaLog):
    """A log after whose first reading something else happens."""

    meanwhile: Callable[[], object] | None = None

    def refresh(self) -> bool:
        changed = super().refresh()
        happens, self.meanwhile = self.meanwhile, None
        if happens:
            happens()
        return changed


def test_a_compaction_between_two_logs_hides_no_newer_row(lake: Lake, writer: Writer) -> None:
    def overtake() -> None:
        writer.append("people", people((2, 1, "new", False)), 2)
        writer.compact("people", everything=True)

    writer.append("people", people((1, 1, "old", False)), 1)
    logs = {part: InterruptedLog(part, PEOPLE, Store(f"{lake.url}/{part}")) for part in PEOPLE.parts}
    logs[PEOPLE.intake].meanwhile = overtake
    connection = duckdb.connect()
    views = FileViews(connection, {"people": PEOPLE}, logs)

    views.refresh(["people"])

    read = "SELECT name FROM files_people UNION ALL SELECT name FROM files_people_tail"
    assert connection.execute(read).fetchall() == [("new",)]
    connection.close()
