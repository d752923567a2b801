"""Reads JSON lines: an object a line; what lies in objects has their names before its own, lists are joined."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from .cells import text_of
from .errors import LineBroken
from .records import Record

JOINT = "; "
DEEPEST = 8


def records(lines: Iterable[str]) -> Iterator[Record]:
    """Each line's number and what it says. Raises LineBroken."""
    for number, line in enumerate(lines, 1):
        if line and not line.isspace():
            yield number, record_of(line, number)


def record_of(line: str, number: int) -> dict[str, str | None]:
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError) as error:
        raise LineBroken(number) from error
    if not isinstance(found, dict):
        raise LineBroken(number)
    flat: dict[str, str | None] = {}
    flatten(found, "", flat, 1)
    return flat


def flatten(given: dict[str, Any], before: str, into: dict[str, str | None], depth: int) -> None:
    for name, value in given.items():
        if isinstance(value, dict) and depth < DEEPEST:
            flatten(value, f"{before}{name}.", into, depth + 1)
        else:
            into[before + name] = text(value)


def text(value: Any) -> str | None:
    """A value of JSON as a cell."""
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return JOINT.join(filter(None, map(text_of, value)))
    if isinstance(value, dict | list):
        return msgspec.json.encode(value).decode()
    return text_of(value)
