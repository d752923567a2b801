"""Mapping a function over many values, on several cores where they are very many."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

PARALLEL_FROM = 200_000
CHUNK = 20_000
Mapped = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]


class pool:  # noqa: N801  used as a function
    """A way to map over many values: on several cores where they are very many."""

    def __init__(self, size: int, processes: int) -> None:
        many = size >= PARALLEL_FROM and processes > 1
        self.executor = ProcessPoolExecutor(processes, get_context("spawn")) if many else None

    def __enter__(self) -> Mapped:
        return self.mapped

    def __exit__(self, *_: object) -> None:
        if self.executor is not None:
            self.executor.shutdown()

    def mapped(self, function: Callable[[Any], Any], values: Sequence[Any]) -> Iterable[Any]:
        """The function of each value, in order."""
        if self.executor is None or len(values) < PARALLEL_FROM:
            return map(function, values)
        return self.executor.map(function, values, chunksize=CHUNK)
