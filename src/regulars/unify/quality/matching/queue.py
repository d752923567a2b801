"""The queue as somebody may see it: pairs by what is at risk, and who else may be the same person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q

from regulars.base.fields.masks import Sight
from regulars.unify.customers import changes
from regulars.unify.customers.owners import reachable
from regulars.unify.identity import store
from regulars.unify.quality.models import MatchPair, PairState

from .model import CONSUMER

SHOWN = 25
AT_ONCE = 100
MOST_OF_CLUSTER = 6


@dataclass(frozen=True)
class Waiting:
    """A pair that waits, and whose it is today."""

    pair: MatchPair
    one: int
    other: int


def waiting(sight: Sight, limit: int = SHOWN) -> list[Waiting]:
    """The first pairs of the queue, those about people whom somebody may see."""
    return list(islice(seen(open_pairs(), sight), limit))


def open_pairs() -> Iterator[MatchPair]:
    """Open pairs in the order of the queue."""
    rows = MatchPair.objects.filter(state=PairState.OPEN).order_by("-value", "-probability", "pk")
    start = 0
    while some := list(rows[start : start + AT_ONCE]):
        yield from some
        start += AT_ONCE


def seen(pairs: Iterable[MatchPair], sight: Sight) -> Iterator[Waiting]:
    """Those of which both are customers of today whom somebody may see, and are still two."""
    pairs = iter(pairs)
    while some := list(islice(pairs, AT_ONCE)):
        roots = store.roots_of({key for pair in some for key in (pair.a, pair.b)})
        reached = reachable(set(roots.values()), sight)
        for pair in some:
            one, other = roots[pair.a], roots[pair.b]
            if one != other and {one, other} <= reached:
                yield Waiting(pair, one, other)


def one_of(pk: int, sight: Sight) -> Waiting | None:
    """A pair by its number, if somebody may see it."""
    return next(seen(MatchPair.objects.filter(pk=pk), sight), None)


def around(waits: Waiting, sight: Sight) -> list[Waiting]:
    """Other open pairs with one of these people: with them they may all be one."""
    keys = {key for group in store.members_of({waits.one, waits.other}).values() for key in group}
    rows = MatchPair.objects.filter(Q(a__in=keys) | Q(b__in=keys), state=PairState.OPEN).exclude(pk=waits.pair.pk)
    return list(islice(seen(rows.order_by("-probability"), sight), MOST_OF_CLUSTER))


def has_looked() -> bool:
    """Whether all customers were compared at least once, by this version of the model."""
    return changes.follows(CONSUMER)


def count() -> int:
    """How many pairs wait."""
    return MatchPair.objects.filter(state=PairState.OPEN).count()


def decided(sight: Sight, by: str = "", limit: int = SHOWN) -> list[MatchPair]:
    """What was decided last, with those whom somebody may see; `by` only one actor's."""
    rows = MatchPair.objects.exclude(state=PairState.OPEN).order_by("-decided_at")
    found = list((rows.filter(decided_by=by) if by else rows)[:limit])
    roots = store.roots_of({key for pair in found for key in (pair.a, pair.b)})
    reached = reachable(set(roots.values()), sight)
    return [pair for pair in found if {roots[pair.a], roots[pair.b]} <= reached]
