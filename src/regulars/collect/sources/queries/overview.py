"""All sources at a glance."""

from dataclasses import dataclass

from django.db.models import Count, Max, Sum

from regulars.base.fields.moments import HOUR, microseconds
from regulars.base.web import business
from regulars.collect.sources.models import SchemaEvent, SourceHour
from regulars.unify.facts import queries as facts

from .debugger import REMARKS


@dataclass(frozen=True)
class SourceLine:
    """A source with what came of it today; `last_at` in µs, 0 if nothing ever came."""

    id: int
    name: str
    kind: str
    is_enabled: bool
    last_at: int
    today: int
    refused: int
    violating: int
    rejected: int

    @property
    def problems(self) -> int:
        """Facts of today that did not arrive as they should."""
        return self.refused + self.violating + self.rejected


def overview() -> list[SourceLine]:
    """Every source that is not a colleague, oldest first."""
    last = dict(SchemaEvent.objects.values_list("source").annotate(at=Max("last_seen_at")))
    hours = SourceHour.objects.filter(hour__gte=midnight() // HOUR).values_list("source")
    sums = hours.annotate(Sum("facts"), Sum("refused"), Sum("violating"))
    counts = {source: (filed, refused, violating) for source, filed, refused, violating in sums}
    rejected = rejected_today()
    return [
        SourceLine(
            source.pk,
            source.name,
            source.kind,
            source.is_enabled,
            last.get(source.pk, 0),
            *counts.get(source.pk, (0, 0, 0)),
            rejected.get(source.pk, 0),
        )
        for source in facts.sources().exclude(kind="staff")
    ]


def has_sent(source: int) -> bool:
    """Whether anything ever came from a source."""
    return SchemaEvent.objects.filter(source=source).exists()


def rejected_today() -> dict[int | None, int]:
    """How much the doors refused, by source."""
    today = facts.rejected().filter(rejected_at__gte=midnight()).exclude(code__in=REMARKS)
    return dict(today.order_by().values_list("source").annotate(Count("id")))


def midnight() -> int:
    """When today began for the business, in µs."""
    return microseconds(business.midnight())
