"""Room for the frames of Python's calls, so that a loop deep in a page does not ask the system for memory each turn."""

from collections.abc import Callable
from types import FunctionType
from typing import TypeVar, cast

ROOM_WORDS = 33_000
"""Just over half of 512 KB, so that the other half of the chunk that Python takes for it is left for what is called."""

Called = TypeVar("Called", bound=Callable[..., object])


def with_room(function: Called) -> Called:
    """Let calls from within this function share one large chunk of the stack of frames.

    CPython takes that stack from the system in chunks of 16 KB and gives each back when it is left: a loop whose calls
    cross such a border costs two system calls and a page fault a turn (python/cpython#142183, mended in 3.14).
    A list of customers crossed it 1,400 times. What is asked for and never used takes no memory.
    """
    plain = cast(FunctionType, function)
    plain.__code__ = plain.__code__.replace(co_stacksize=ROOM_WORDS)
    return function
