"""Benchmarks of what the design promises, by name."""

from collections.abc import Callable
from typing import Any

from regulars.bench import imports, intake, match, pages, road

BENCHES: dict[str, Callable[[], dict[str, Any]]] = {
    "import": imports.run,
    "intake": intake.run,
    "match": match.run,
    "pages": pages.run,
    "road": road.run,
}
