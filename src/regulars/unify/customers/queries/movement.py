"""How the customers move: who is new, who came again and who stayed away, by four weeks and week by week."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import ibis

from regulars.base.fields import moments
from regulars.base.web.counts import Remembered
from regulars.unify.customers.owners import roots_of
from regulars.unify.facts.identifiers import PERSON
from regulars.unify.facts.lake import engine
from regulars.unify.identity.queries import withdrawn_batches

if TYPE_CHECKING:
    import ibis.expr.types as ir

WEEKS = 12
RECENT = 4
WEEK = 7 * moments.DAY


@dataclass(frozen=True)
class Week:
    """One week that ends `weeks_ago` times seven days before now: who did anything in it, and whose first it was."""

    weeks_ago: int
    active: int
    new: int


@dataclass(frozen=True)
class Movement:
    """People by their events. `lapsed` did something in the four weeks before the last four, and nothing since."""

    new: int
    returning: int
    lapsed: int
    weeks: tuple[Week, ...]

    @property
    def active(self) -> int:
        """Whoever did anything in the last four weeks."""
        return self.new + self.returning


@cache
def movement(owners: frozenset[int] | None = None) -> Remembered[Movement]:
    """The movement of everybody, or of these colleagues' customers, as it was a moment ago. Raises LakeError."""
    return Remembered(lambda: measure(moments.now(), owners))


def measure(now: int, owners: frozenset[int] | None = None) -> Movement:
    """The movement up to a moment (µs). Raises QueryTimeout, QueryFailed."""
    seen = weeks_seen(now, owners)
    spans = seen.group_by("root").agg(last=seen.week.min(), first=seen.week.max())
    spans = spans.group_by(["last", "first"]).agg(people=lambda table: table.count())
    active = {
        row["week"]: row["people"] for row in engine().rows(seen.group_by("week").agg(people=seen.count())).to_pylist()
    }
    found = [(row["last"], row["first"], row["people"]) for row in engine().rows(spans).to_pylist()]
    return Movement(
        new=sum(people for _, first, people in found if first < RECENT),
        returning=sum(people for last, first, people in found if last < RECENT <= first),
        lapsed=sum(people for last, _, people in found if RECENT <= last < 2 * RECENT),
        weeks=tuple(
            Week(week, active.get(week, 0), sum(people for _, first, people in found if first == week))
            for week in reversed(range(WEEKS))
        ),
    )


def weeks_seen(now: int, owners: frozenset[int] | None) -> "ir.Table":
    """The weeks (0 is the last, 12 stands for all before) in which each person did anything: root, week."""
    events = engine().table("events", withdrawn_batches())
    now_at = ibis.literal(moments.to_datetime(now))
    events = events.filter(~events.is_implausible & (events.occurred_at <= now_at))
    age = (now_at.epoch_seconds() - events.occurred_at.epoch_seconds()) // (WEEK // 1_000_000)
    keyed = events.select(key=events.customer_key, week=ibis.least(age, WEEKS).cast("int64")).distinct()
    redirects = engine().table("redirects").select(key="customer_key", root="root")
    joined = keyed.left_join(redirects, "key")
    rooted = joined.select(root=ibis.coalesce(joined.root, joined.key), week=joined.week).distinct()
    customers = engine().table("customers")
    people = customers.filter(customers.kind == PERSON)
    if owners is not None:
        people = people.filter(people.customer_key.isin(roots_of(owners)))
    return rooted.semi_join(people, rooted.root == people.customer_key)
