"""Opaque cursors: where a page ended, signed, and good only for the list that gave it out."""

from collections.abc import Sequence
from typing import Any

from django.core import signing

from .errors import CursorInvalid


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
