"""`regulars bench`: measures what the design promises."""

from typing import Annotated

import typer

from .command import JsonOption, fail
from .output import print_json, print_table

COLUMNS = ("name", "value", "unit", "reference", "ratio", "target", "met")


def bench(
    name: Annotated[str, typer.Argument(help="Which benchmark; a wrong name lists them.")],
    as_json: JsonOption = False,
) -> None:
    """Measure one promise, beside its reference in the same run."""
    from regulars.bench import BENCHES

    if name not in BENCHES:
        fail(f"There is no benchmark {name!r}. Choose one of: {', '.join(sorted(BENCHES))}.")
    report = BENCHES[name]()
    if as_json:
        print_json(report)
    else:
        print_table(report["bench"], COLUMNS, [[row[column] for column in COLUMNS] for row in report["results"]])
