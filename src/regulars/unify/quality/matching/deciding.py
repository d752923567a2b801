"""What somebody decides about a pair: same, different, not sure; and taking the last of it back."""

from collections.abc import Callable

from django.db import transaction

from regulars.base.audit.services import record
from regulars.base.fields.moments import now
from regulars.unify.identity import services, store
from regulars.unify.identity.errors import AlreadyApart, SameCustomer, StillWaiting
from regulars.unify.identity.services import HandedIn
from regulars.unify.identity.waiting import PAGE_SECONDS, wait
from regulars.unify.quality.errors import NothingToUndo, PairUnknown
from regulars.unify.quality.models import MatchPair, PairState


def pair_of(pk: int) -> MatchPair:
    """A pair that is not decided. Raises PairUnknown."""
    found = MatchPair.objects.filter(pk=pk, state__in=(PairState.OPEN, PairState.UNSURE)).first()
    if found is None:
        raise PairUnknown
    return found


def decide(pk: int, state: PairState, *, actor: str) -> MatchPair:
    """Decide about a pair and wait until it is so. Raises PairUnknown, IdentityError."""
    pair = pair_of(pk)
    if state == PairState.UNSURE:
        with transaction.atomic():
            record("quality.unsure", actor=actor, object_type="customer", keys=[pair.a, pair.b])
            return settle(pair, state, None, actor)
    hand_in = services.merge_customers if state == PairState.SAME else services.keep_apart
    return settle(pair, state, carried_out(lambda: hand_in(pair.a, pair.b, actor=actor)), actor)


def carried_out(hand_in: Callable[[], HandedIn]) -> int | None:
    """Where the road filed a decision; None if it stood before, or waits."""
    try:
        return wait(hand_in(), patience=PAGE_SECONDS)
    except (AlreadyApart, SameCustomer, StillWaiting):
        return None


def settle(pair: MatchPair, state: PairState, position: int | None, actor: str) -> MatchPair:
    """Note what was decided."""
    pair.state, pair.position, pair.decided_by, pair.decided_at = state, position, actor, now()
    pair.save(update_fields=["state", "position", "decided_by", "decided_at"])
    return pair


def undo_last(*, actor: str) -> MatchPair:
    """Take back the last that somebody decided here. Raises NothingToUndo, IdentityError."""
    last = MatchPair.objects.filter(decided_by=actor).exclude(state=PairState.OPEN).order_by("-decided_at").first()
    if last is None:
        raise NothingToUndo
    return undo(last, actor=actor)


def undo(pair: MatchPair, *, actor: str) -> MatchPair:
    """Take back what was decided about a pair, by whomever. Raises NothingToUndo, IdentityError."""
    if pair.state == PairState.OPEN:
        raise NothingToUndo
    if pair.state != PairState.UNSURE:
        if pair.position is None:
            raise NothingToUndo
        carried_out(lambda: services.reverse_decision(pair.position or 0, actor=actor))
    pair.state, pair.position, pair.decided_by, pair.decided_at = PairState.OPEN, None, "", None
    pair.save(update_fields=["state", "position", "decided_by", "decided_at"])
    return pair


def roots_of(pair: MatchPair) -> tuple[int, int]:
    """The people of a pair today."""
    roots = store.roots_of({pair.a, pair.b})
    return roots[pair.a], roots[pair.b]
