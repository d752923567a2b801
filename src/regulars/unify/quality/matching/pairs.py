"""What is kept of pairs: found ones are stored or renewed, decided ones are left alone, gone ones are forgotten."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec
from django.db import transaction
from django.db.models import Q

from regulars.base.fields.moments import now
from regulars.unify.identity import store
from regulars.unify.orders.queries import bought_by
from regulars.unify.quality.models import MatchModel, MatchPair, PairState

from .parameters import Parameters

if TYPE_CHECKING:
    from .scoring import Scored

AT_ONCE = 500


def keep_model(parameters: Parameters) -> MatchModel:
    """Keep what was learned."""
    return MatchModel.objects.create(
        version=parameters.version,
        parameters=msgspec.to_builtins(parameters),
        records=parameters.records,
        trained_at=now(),
    )


def newest_model(version: int) -> tuple[MatchModel | None, Parameters | None]:
    """What was learned last for this version of the model."""
    found = MatchModel.objects.filter(version=version).order_by("-pk").first()
    return found, msgspec.convert(found.parameters, Parameters) if found else None


def store_found(found: "Sequence[Scored]", strongest: Mapping[int, int], model: MatchModel, *, is_all: bool) -> int:
    """Store pairs of roots under their strongest keys; returns how many are new.

    With `is_all` open pairs that were not found again are forgotten.
    """
    aparts = kept_apart()
    seen: set[tuple[int, int]] = set()
    new = 0
    for start in range(0, len(found), AT_ONCE):
        part = [one for one in found[start : start + AT_ONCE] if (one.a, one.b) not in aparts]
        with transaction.atomic():
            new += store_part(part, strongest, model, seen)
    if is_all:
        forget_unseen(seen)
    return new


def store_part(
    part: "Sequence[Scored]", strongest: Mapping[int, int], model: MatchModel, seen: set[tuple[int, int]]
) -> int:
    """Some of them in one transaction."""
    values = values_at_risk(part)
    by_keys = {keys_of(one, strongest): one for one in part}
    seen.update(by_keys)
    known = {(row.a, row.b): row for row in MatchPair.objects.filter(a__in=[a for a, _ in by_keys])}
    new, changed = [], []
    for keys, one in by_keys.items():
        row = known.get(keys)
        if row is None:
            new.append(renewed(MatchPair(a=keys[0], b=keys[1], found_at=now()), one, values[one.a, one.b], model))
        elif row.state == PairState.OPEN or (row.state == PairState.UNSURE and row.evidence != evidence(one)):
            changed.append(renewed(row, one, values[one.a, one.b], model))
    MatchPair.objects.bulk_create(new, ignore_conflicts=True)
    MatchPair.objects.bulk_update(changed, ["probability", "value", "weights", "evidence", "model", "state"])
    return len(new)


def renewed(row: MatchPair, one: "Scored", value: float, model: MatchModel) -> MatchPair:
    """The row with what is known now; it is open again."""
    row.probability, row.value, row.weights = one.probability, value, one.weights
    row.evidence, row.model, row.state = evidence(one), model, PairState.OPEN
    return row


def keys_of(one: "Scored", strongest: Mapping[int, int]) -> tuple[int, int]:
    """The keys under which a pair of roots is kept."""
    a, b = sorted((strongest[one.a], strongest[one.b]))
    return a, b


def evidence(one: "Scored") -> str:
    """What a pair's answer depends on: how alike each thing is, not how much that weighs."""
    said = sorted((name, level) for name, (level, _) in one.weights.items())
    return blake2b(repr(said).encode(), digest_size=16).hexdigest()


def values_at_risk(part: "Iterable[Scored]") -> dict[tuple[int, int], float]:
    """What both spent (in whatever currency is the largest), by how probable it is that they are one."""
    part = list(part)
    bought = bought_by({root for one in part for root in (one.a, one.b)})
    spent = {root: float(max(one.spent.values(), default=0)) for root, one in bought.items()}
    return {(one.a, one.b): (spent.get(one.a, 0.0) + spent.get(one.b, 0.0)) * one.probability for one in part}


def kept_apart() -> set[tuple[int, int]]:
    """Pairs of roots that somebody said are different people, both ways."""
    aparts = store.standing_decisions().aparts
    roots = store.roots_of({key for one, others in aparts.items() for key in (one, *others)})
    return {(roots[one], roots[other]) for one, others in aparts.items() for other in others}


def forget_unseen(seen: set[tuple[int, int]]) -> None:
    """Open pairs that are none any more go."""
    rows = MatchPair.objects.filter(state=PairState.OPEN).values_list("pk", "a", "b")
    gone = [pk for pk, a, b in rows.iterator() if (a, b) not in seen]
    for start in range(0, len(gone), AT_ONCE):
        MatchPair.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()


def forget(keys: Collection[int]) -> None:
    """Nothing stays of pairs with these keys."""
    MatchPair.objects.filter(Q(a__in=keys) | Q(b__in=keys)).delete()
