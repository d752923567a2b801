"""How many facts of an import are filed in one transaction: as many as nobody who waits for it would notice."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from regulars.unify.facts.fact import Lane
from regulars.unify.facts.inbox import InboxRequest

IMPORT_SECONDS = 0.065
"""What a transaction may take. Pages wait for it, and a full one must stay under a tenth of a second; it may hold a
request more than fits."""
FEWEST, MOST = 100, 4_000
SLOWEST, FASTEST = 0.5, 1.25
"""By how much the next may differ from the last."""


class Pace:
    """Follows how long the last ones took; a `fixed` one stays as it is."""

    def __init__(self, facts: int, *, is_fixed: bool) -> None:
        self.facts = facts
        self.is_fixed = is_fixed

    @contextmanager
    def measured(self, requests: Sequence[InboxRequest]) -> Iterator[None]:
        """Look how long the transaction takes that files these."""
        began_at = time.perf_counter()
        yield
        if requests[0].lane == Lane.IMPORTS and not self.is_fixed:
            self.follow(sum(request.count for request in requests), time.perf_counter() - began_at)

    def follow(self, filed: int, seconds: float) -> None:
        """The next transaction holds what this one could have held in the time that there is."""
        change = min(FASTEST, max(SLOWEST, IMPORT_SECONDS / max(seconds, 1e-6)))
        wanted = round(min(MOST, max(FEWEST, filed * change)))
        # Where little waited, a short transaction says nothing about a long one.
        self.facts = wanted if change < 1 else max(wanted, self.facts)
