"""`regulars check`: whether all is well, in words."""

import typer

from .command import JsonOption
from .output import print_json, print_line


def check(as_json: JsonOption = False) -> None:
    """Look at the data folder, databases, lake, disk and processes; ends with 1 if something is wrong."""
    from .health import findings

    found = findings()
    wrong = [one for one in found if not one.ok]
    if as_json:
        print_json({"ok": not wrong, "findings": found})
    else:
        for one in found:
            print_line(f"{'ok     ' if one.ok else 'PROBLEM'}  {one.subject}: {one.words}")
    raise typer.Exit(1 if wrong else 0)
