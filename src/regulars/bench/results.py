"""The form in which every benchmark reports."""

from dataclasses import asdict, dataclass
from typing import Any


class BenchError(Exception):
    """A benchmark could not be measured; the message says why."""


@dataclass(frozen=True)
class Result:
    """One measured thing: the median of `samples`, in `unit`.

    `reference` is the same measured for the reference code in the same run, `ratio` is value / reference.
    `met` says whether the promise, `target`, is kept; None where nothing is promised.
    """

    name: str
    value: float
    unit: str
    reference: float | None = None
    ratio: float | None = None
    target: float | None = None
    met: bool | None = None
    samples: tuple[float, ...] = ()


def report(bench: str, results: list[Result]) -> dict[str, Any]:
    """The object that `regulars bench NAME --json` prints."""
    return {"bench": bench, "results": [asdict(result) for result in results]}
