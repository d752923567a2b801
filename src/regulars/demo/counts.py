"""How much the demo said, by source and kind of fact."""

from collections import Counter
from dataclasses import dataclass, field

from .bundle import Bundle

ORDER = "Order Completed"


@dataclass(slots=True)
class DemoCounts:
    """Counts facts as they are sent; `said` by source and by event name or, for other calls, kind."""

    requests: int = 0
    said: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, bundle: Bundle) -> None:
        """Count one request."""
        self.requests += 1
        names = Counter(fact.event if fact.kind == "track" else fact.kind for fact in bundle.facts)
        for name, count in names.items():
            self.said[bundle.source_name, name] += count

    @property
    def facts(self) -> int:
        """Every fact."""
        return self.said.total()

    @property
    def orders(self) -> int:
        """Orders: one a real basket."""
        return sum(count for (_, name), count in self.said.items() if name == ORDER)

    @property
    def others(self) -> int:
        """Everything but orders."""
        return self.facts - self.orders
