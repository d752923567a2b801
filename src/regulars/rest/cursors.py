"""Opaque cursors: where a page ended, signed, and good only for the list that gave it out."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core import signing

from .errors import CursorInvalid

Row = TypeVar("Row")


def write(list_name: str, place: Sequence[int | str]) -> str:
    """The cursor of the page behind this place."""
    return signing.dumps(list(place), salt=f"rest.{list_name}")


def read(list_name: str, cursor: str, types: tuple[type, ...]) -> list[Any]:
    """The place that a cursor stands for. Raises CursorInvalid."""
    try:
        place = signing.loads(cursor, salt=f"rest.{list_name}")
    except signing.BadSignature as error:
        raise CursorInvalid from error
    if [type(part) for part in place] != list(types):
        raise CursorInvalid
    return list(place)


def page_of(found: Sequence[Row], limit: int) -> tuple[Sequence[Row], Row | None]:
    """A page of what was read with one more than `limit`, and its last row if others follow."""
    return found[:limit], found[limit - 1] if len(found) > limit else None
