"""How results are printed: one JSON document, or tables for people."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from regulars.base.fields.moments import rfc_3339

KEYS = {"key", "root"}
PIPE_WIDTH = 160


def print_json(value: Any) -> None:
    """One JSON document: keys as strings, moments as ISO 8601 in UTC, amounts of money as strings."""
    print(json.dumps(plain(value), ensure_ascii=False, indent=2))


def plain(value: Any) -> Any:
    """The same value in JSON's types."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name.rstrip("_"): plain_field(each.name, getattr(value, each.name)) for each in fields(value)}
    if hasattr(value, "__struct_fields__"):
        return {name: plain_field(name, getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime):
        return rfc_3339(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.hex() if isinstance(value, bytes) else str(value)


def plain_field(name: str, value: Any) -> Any:
    """A field whose name says what its integer means."""
    if isinstance(value, int) and not isinstance(value, bool):
        if name in KEYS:
            return str(value)
        if name.endswith("_at") or name == "at":
            return moment(value) or None
    return plain(value)


def moment(microseconds: int | None) -> str:
    """A moment in ISO 8601; empty for none, and the number itself where no calendar has it."""
    if not microseconds:
        return ""
    try:
        return rfc_3339(microseconds)
    except OverflowError:
        return str(microseconds)


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table for people; what is in it is never read as markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell(value)) for value in row))
    Console(width=None if sys.stdout.isatty() else PIPE_WIDTH).print(table)


def cell(value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, list | tuple):
        return ", ".join(cell(inner) for inner in value)
    return json.dumps(plain(value), ensure_ascii=False) if isinstance(value, Mapping) else str(value)


def print_line(text: str) -> None:
    """One line of the result."""
    print(text)
