"""What the home page says about sources: what each of them told today, and what went wrong."""

from typing import Any

from regulars.base.web import shell

from .kinds import words_of
from .queries import overview


def load_sources(_request: object) -> dict[str, Any]:
    """Every source with the words for its kind."""
    return {"lines": [(line, words_of(line.kind).label) for line in overview()]}


def add_own_tiles() -> None:
    """Put the sheet onto the home page."""
    shell.tiles.append(
        shell.Tile("sources.today", "sources/_tile.html", load_sources, permission="sources.see", order=220, wide=True)
    )
