"""The plug of the list of customers: columns that another app fills, all rows of a page in one query."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Columns:
    """One or more columns: `template` draws their cells (<td>s) with `of`, what `load(roots)` found of the row's root.

    `labels` are their heads; `is_number` ends all of them at the far side. A file has the columns `written`, filled
    by `values(of)`: texts, numbers, dates and moments (aware datetimes); None for an empty cell.
    """

    name: str
    labels: tuple[str | Promise, ...]
    template: str
    load: Callable[[Collection[int]], Mapping[int, Any]]
    permission: str
    order: int
    is_number: bool = False
    written: tuple[str | Promise, ...] = ()
    values: Callable[[Any], Sequence[Any]] | None = None


columns: list[Columns] = []
