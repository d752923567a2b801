"""Calls deep in the stack cost no memory of the system's."""

import resource
from collections.abc import Callable

from regulars.base.web.frames import with_room

CALLS = 500
DEEPEST = 300


def called(a: int = 1, b: int = 2, c: int = 3, d: int = 4, e: int = 5, f: int = 6) -> list[int]:
    """Its frame is as large as that of what calls it, so that at some depth the one fits and the other does not."""
    return [a, b, c, d, e, f]


def faults_at(depth: int) -> int:
    """How many pages of memory the system had to find for a loop of calls, so many calls deep."""
    if depth:
        return faults_at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        called()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def worst(measure: Callable[[int], int]) -> int:
    return max(map(measure, range(DEEPEST)))


def test_a_function_with_room_calls_at_any_depth_without_new_memory() -> None:
    @with_room
    def measure(depth: int) -> int:
        return faults_at(depth)

    found = worst(measure)

    assert measure.__name__ == "measure"
    assert found < CALLS // 10


def test_answers_and_errors_pass_through() -> None:
    @with_room
    def divide(one: int, /, by: int = 2, *rest: int, **named: int) -> float:
        return one / by + sum(rest) + sum(named.values())

    try:
        divide(1, 0)
    except ZeroDivisionError as error:
        lines = error.__traceback__

    assert divide(8, 4, 1, more=3) == 6
    assert lines is not None
    assert lines.tb_next is not None
    assert lines.tb_next.tb_frame.f_code.co_name == "divide"
