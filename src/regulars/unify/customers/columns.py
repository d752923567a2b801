"""The plugs of the list of customers: columns that another app fills, and what is doubtful, a page in one query."""

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
doubts: list[Callable[[Collection[int]], Mapping[int, Collection[str]]]] = []
"""Roots → which of their e-mail and phone are doubtful; nobody is best reached by what is."""


def doubtful(roots: Collection[int]) -> dict[int, set[str]]:
    """Root → what is doubtful of their e-mail and phone, of those of whom anything is."""
    found: dict[int, set[str]] = {}
    for ask in doubts if roots else ():
        for root, names in ask(roots).items():
            found.setdefault(root, set()).update(names)
    return found
