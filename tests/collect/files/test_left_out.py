"""The rows that were left out, as a workbook."""

from pathlib import Path

import python_calamine as calamine

from regulars.collect.files.left_out import CUT, MOST_LETTERS, write_sheet


def test_cell_that_no_workbook_can_hold_is_cut_with_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "left_out.xlsx"

    write_sheet(path, [["Row", "Note"], ["2", "x" * MOST_LETTERS], ["3", "y" * (MOST_LETTERS + 1)]])

    rows = calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["Note", "x" * MOST_LETTERS, "y" * (MOST_LETTERS - 1) + CUT]
