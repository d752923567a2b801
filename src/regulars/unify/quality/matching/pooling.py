"""Mapping a function over many values, on several cores where they are very many."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

CHUNKS = 8
"""Parts for each process, so that none waits long for another."""
Mapped = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]


class pool:  # noqa: N801  used as a function
    """A way to map over many values: on several cores from so many on that starting processes is worth it."""

    def __init__(self, size: int, processes: int, *, worth_from: int) -> None:
        many = size >= worth_from and processes > 1
        self.chunk = max(1, size // (processes * CHUNKS))
        self.executor = ProcessPoolExecutor(processes, get_context("spawn")) if many else None

    def __enter__(self) -> Mapped:
        return self.mapped

    def __exit__(self, *_: object) -> None:
        if self.executor is not None:
            self.executor.shutdown()

    def mapped(self, function: Callable[[Any], Any], values: Sequence[Any]) -> Iterable[Any]:
        """The function of each value, in order."""
        if self.executor is None:
            return map(function, values)
        return self.executor.map(function, values, chunksize=self.chunk)
