"""Benchmarks of what the design promises, by name."""

from collections.abc import Callable
from typing import Any

from regulars.bench import intake, road

BENCHES: dict[str, Callable[[], dict[str, Any]]] = {"intake": intake.run, "road": road.run}
