"""What `regulars customer show` prints: the customer with their orders and timeline."""

from dataclasses import dataclass, fields
from typing import Any

from regulars.base.audit.services import record
from regulars.base.fields.masks import Sight
from regulars.unify.customers import queries
from regulars.unify.customers.queries import Customer, Happening
from regulars.unify.identity.queries import StandingDecision, source_names, withdrawn_batches
from regulars.unify.orders.queries import CustomerOrder, orders_of


@dataclass(frozen=True)
class Decided:
    """A decision in a timeline."""

    occurred_at: int
    position: int
    type: str
    event: str
    source: str
    words: str


@dataclass(frozen=True)
class Profile(Customer):
    """A customer with what other apps know of them."""

    orders: tuple[CustomerOrder, ...]
    timeline: tuple[Happening | Decided, ...]


def profile_of(key: int, events: int, actor: str, sight: Sight) -> Profile:
    """Everything about a customer, with at most `events` entries of the timeline. Raises CustomerUnknown."""
    customer = queries.customer(key, sight=sight)
    record("customer.show", actor=actor, object_type="customer", keys=[customer.root], fields=customer.traits)
    given: dict[str, Any] = {each.name: getattr(customer, each.name) for each in fields(customer)}
    return Profile(**given, orders=tuple(orders_of(customer.keys)), timeline=timeline_of(customer, events, sight))


def timeline_of(customer: Customer, events: int, sight: Sight) -> tuple[Happening | Decided, ...]:
    """Events and decisions, newest first."""
    # Only here: it takes as long to load as all the rest of a command.
    from regulars.unify.facts.lake import lake

    engine = lake().engine()
    try:
        happened = queries.timeline(
            engine,
            customer.keys,
            sight=sight,
            withdrawn=withdrawn_batches(),
            sources=source_names(),
            limit=events,
        )
    finally:
        engine.close()
    entries: list[Happening | Decided] = [*happened, *map(decided, customer.decisions)]
    return tuple(sorted(entries, key=lambda entry: (entry.occurred_at, entry.position), reverse=True)[:events])


def decided(decision: StandingDecision) -> Decided:
    """A decision as an entry of a timeline."""
    return Decided(decision.at, decision.position, "decision", decision.kind, decision.actor, decision.words)
