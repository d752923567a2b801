"""Joining without asking: only from a probability on that somebody set after seeing how often it would be right."""

from dataclasses import asdict, dataclass

from django.db import transaction

from regulars.base.audit.services import record
from regulars.base.fields.moments import now
from regulars.base.web import preferences
from regulars.unify.identity.errors import IdentityError
from regulars.unify.identity.services import merge_customers
from regulars.unify.identity.waiting import wait
from regulars.unify.quality.errors import ThresholdUnproven
from regulars.unify.quality.models import MatchPair, PairState

ACTOR = "matching"
SETTING = "quality.match_threshold"
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)
MODEL_COUNTS_AS = 10.0
"""As many decisions the model's own opinion counts, beside what people decided."""
FEWEST = 20
AT_ONCE = 500
PATIENCE = 10.0
Z = 1.96


@dataclass(frozen=True)
class Estimate:
    """How often joining from a probability on would be right.

    `decided` pairs above it were decided by people, `same` of them as one person; `model` is the mean probability of
    all pairs above it, `precision` both together, `at_least` the low end of 95 % of what the decisions alone allow.
    """

    threshold: float
    pairs: int
    waiting: int
    decided: int
    same: int
    model: float
    precision: float
    at_least: float

    @property
    def is_proven(self) -> bool:
        """Whether enough was decided to know."""
        return self.decided >= FEWEST


def curve() -> list[Estimate]:
    """The estimate from each of several probabilities on."""
    rows = list(MatchPair.objects.values_list("probability", "state", "decided_by"))
    return [estimate(threshold, rows) for threshold in THRESHOLDS]


def estimate_at(threshold: float) -> Estimate:
    """The estimate from one probability on."""
    return estimate(threshold, list(MatchPair.objects.values_list("probability", "state", "decided_by")))


def estimate(threshold: float, rows: list[tuple[float, str, str]]) -> Estimate:
    """From (probability, state, who decided) of every pair; what was joined automatically proves nothing."""
    above = [row for row in rows if row[0] >= threshold]
    said = [state for _, state, by in above if by != ACTOR and state in {PairState.SAME, PairState.DIFFERENT}]
    same = sum(state == PairState.SAME for state in said)
    model = sum(probability for probability, *_ in above) / len(above) if above else 0.0
    precision = (same + MODEL_COUNTS_AS * model) / (len(said) + MODEL_COUNTS_AS)
    waiting = sum(state == PairState.OPEN for _, state, _ in above)
    return Estimate(threshold, len(above), waiting, len(said), same, model, precision, lowest(same, len(said)))


def lowest(same: int, decided: int) -> float:
    """The low end of Wilson's interval (1927) of a share."""
    if not decided:
        return 0.0
    share, spread = same / decided, Z * Z / decided
    root: float = Z * ((share * (1 - share) + spread / 4) / decided) ** 0.5
    return (share + spread / 2 - root) / (1 + spread)


def threshold() -> float | None:
    """From which probability on pairs are joined without asking; None: never."""
    said = preferences.read(SETTING)
    return float(said["threshold"]) if said else None


@transaction.atomic
def set_threshold(value: float | None, *, actor: str) -> None:
    """Join from this probability on, or never (None). Raises ThresholdUnproven where too few pairs were decided."""
    found = estimate_at(value) if value is not None else None
    if found is not None and not (found.is_proven and value is not None and value >= THRESHOLDS[0]):
        raise ThresholdUnproven
    record("quality.threshold", actor=actor, object_type="setting", fields=[SETTING])
    if found is None:
        preferences.write(SETTING, None, actor=actor)
    else:
        preferences.put(SETTING, asdict(found) | {"by": actor, "at": now()})


def join_sure(limit: int = AT_ONCE) -> int:
    """Join open pairs from the threshold on; each is a decision like any other. Returns how many."""
    at_least = threshold()
    if at_least is None:
        return 0
    joined = 0
    sure = MatchPair.objects.filter(state=PairState.OPEN, probability__gte=at_least).order_by("-probability", "pk")
    for pair in sure[:limit]:
        joined += join(pair)
    return joined


def join(pair: MatchPair) -> bool:
    """Join one pair, if nothing speaks against it now; else somebody is asked."""
    try:
        position = wait(merge_customers(pair.a, pair.b, actor=ACTOR), patience=PATIENCE)
    except IdentityError:
        return False
    MatchPair.objects.filter(pk=pair.pk).update(
        state=PairState.SAME, decided_by=ACTOR, decided_at=now(), position=position
    )
    return True
