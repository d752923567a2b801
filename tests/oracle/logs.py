"""Hypothesis strategies: small worlds in which everything happens that a log can hold."""

from dataclasses import dataclass, field
from typing import Any

import msgspec
from hypothesis import strategies as st

from regulars.unify.facts.fact import APPEND, FILL, NEWEST, OVERWRITE, Fact, Lane, time_flags
from tests.oracle.log import Entry, Identifier, Origin, story
from tests.oracle.reading import read
from tests.oracle.saying import (
    BRAND,
    BROWSER,
    FILE,
    FORM,
    PIXEL,
    SERVER,
    SHOP,
    STAFF,
    TILL,
    at,
    decision,
    group,
    identify,
    track,
)

USERS = [("user_id", name) for name in ("u1", "u2", "u3")]
EXTERNAL = [("external_id", "x1")]
CARDS = [("member_card", name) for name in ("C1", "C2")]
MAILS = [("email", f"{name}@shop.co.th") for name in ("ann", "bea", "cem")]
PHONES = [("phone", number) for number in ("+66812345678", "+66898765432")]
LINES = [("line", name) for name in ("l1", "l2", "l3")]
VISITORS = [("anonymous_id", name) for name in ("a1", "a2")] + [("device_id", "d1")]
IDENTIFIERS = USERS + EXTERNAL + CARDS + MAILS + PHONES + LINES + VISITORS
NAMES = ["Ann Lee", "Bea Fox", "สมชาย ใจดี", "李安", "王伟", "نگار احمدی"]
TRAITS: dict[str, list[Any]] = {
    "name": [*NAMES, None],
    "first_name": ["Ann", "Bea", None],
    "last_name": ["Lee", "ใจดี"],
    "birthday": ["1990-01-01", "1991-02-02"],
    "email": [value for _, value in MAILS] + [None],
    "phone": [value for _, value in PHONES],
    "member_card": ["C1", "C2"],
    "city": ["Bangkok", "北京", "تهران", None],
    "street": ["1 Main St", None],
    "language": ["th", "zh", "fa", None],
    "interests": [["tea"], ["tea", "咖啡"]],
}
LIVE = [SERVER, TILL, BROWSER, FORM, BRAND, PIXEL, SHOP]
IMPORTS = [(FILE, 1), (FILE, 2), (TILL, 3)]
ORDER_EVENTS = ["Order Completed", "Order Updated", "Order Cancelled", "Order Refunded", "Completed Order"]
DECISIONS = ["join", "apart", "undo", "withdraw", "end", "block", "quarantine", "part", "reverse", "erase"]
IMPLAUSIBLE = [-20_000_000, 5_000_000]


SOMEBODY = st.lists(st.sampled_from(IDENTIFIERS), max_size=3, unique=True)
SHARED = st.tuples(st.sampled_from(USERS + CARDS + MAILS), st.sampled_from(PHONES)).map(list)


@dataclass(repr=False)
class Request:
    """What one door hands to `take`, and whether the road runs then. Decisions name identifiers."""

    source: Origin
    lane: Lane
    facts: list[Fact]
    received_at: int
    batch: int = 0
    drain: bool = True

    def __repr__(self) -> str:
        entries = (Entry(0, self.source, fact, self.batch, self.received_at) for fact in self.facts)
        return f"{self.lane.name} {'and the road runs' if self.drain else 'waits'}\n{story(entries)}"


@dataclass
class World:
    """What has been said so far, so that later facts can repeat, contradict or undo it."""

    with_decisions: bool
    minute: int = 100
    said: list[Request] = field(default_factory=list)
    decided: list[Fact] = field(default_factory=list)
    known: dict[Identifier, None] = field(default_factory=dict)
    pairs: list[tuple[Identifier, Identifier, int, int]] = field(default_factory=list)
    messages: int = 0

    def message(self) -> str:
        self.messages += 1
        return f"message-{self.messages:03}"

    def hear(self, request: Request) -> None:
        """Remembers a request, whom its facts name, and what may be undone."""
        self.said.append(request)
        for fact in request.facts:
            if fact.decision is None:
                heard = read(Entry(0, request.source, fact, request.batch), _first)
                self.known |= dict.fromkeys((heard.filing, *heard.further))
                self.pairs += [(heard.filing, b, request.source.id, request.batch) for b in heard.further]
            elif fact.decision["kind"] == "end":
                key = fact.decision["key"]
                self.known[key._replace(generation=key.generation + 1)] = None


def _first(*_name: str) -> int:
    return 0


@st.composite
def logs(draw: st.DrawFn, *, decisions: bool = True, imports: bool = True, size: int = 14) -> list[Request]:
    """Requests in the order in which doors hand them in."""
    world = World(decisions)
    for _ in range(draw(st.integers(1, size))):
        world.minute += 5
        kind = draw(st.sampled_from(_kinds(world, imports=imports)))
        request = {"live": live, "import": imported, "edit": edit, "again": again, "decide": decide}[kind](draw, world)
        request.drain = draw(st.sampled_from([True, False]))
        world.hear(request)
    return world.said


def _kinds(world: World, *, imports: bool) -> list[str]:
    kinds = ["live", "live", "live", "edit"] + ["import"] * imports
    if imports and any(request.source != STAFF for request in world.said):
        kinds.append("again")
    return kinds + ["decide"] * (2 if world.with_decisions and world.known else 0)


def live(draw: st.DrawFn, world: World) -> Request:
    """One to three facts that happened about now, or late, or at a time that cannot be."""
    source = draw(st.sampled_from(LIVE))
    facts = [fact(draw, world) for _ in range(draw(st.integers(1, 3)))]
    return Request(source, Lane.LIVE, facts, at(world.minute))


def imported(draw: st.DrawFn, world: World) -> Request:
    """Rows of a file, or a till's replay."""
    source, batch = draw(st.sampled_from(IMPORTS))
    facts = [fact(draw, world) for _ in range(draw(st.integers(1, 3)))]
    for each in facts:
        each.row = int(each.message_id[-3:])
        each.modes = draw(some_modes())
    return Request(source, Lane.IMPORTS, facts, at(world.minute), batch)


def edit(draw: st.DrawFn, world: World) -> Request:
    """A colleague's correction: one identifier, so that it never links."""
    who = draw(st.sampled_from(USERS + CARDS + MAILS))
    said = identify(who, minute=world.minute, message=world.message(), **draw(some_traits()))
    return Request(STAFF, Lane.DECISIONS, [said], at(world.minute))


def again(draw: st.DrawFn, world: World) -> Request:
    """A redelivery: in the same batch, or in another one; perhaps under the same id with other content."""
    earlier = draw(st.sampled_from([each for each in world.said if each.source != STAFF]))
    batches = [0, *(batch for source, batch in IMPORTS if source == earlier.source)]
    batch = draw(st.sampled_from([earlier.batch, *batches]))
    facts = [msgspec.structs.replace(fact, row=fact.row if batch else 0) for fact in earlier.facts]
    if draw(st.integers(0, 4)) == 0:
        facts = [fact(draw, world)]
        facts[0].message_id = earlier.facts[0].message_id
    return Request(earlier.source, Lane.IMPORTS if batch else Lane.LIVE, facts, at(world.minute), batch)


def fact(draw: st.DrawFn, world: World) -> Fact:
    """One fact of a customer."""
    who = draw(st.one_of(SOMEBODY, SHARED))
    minute = draw(st.one_of(st.integers(0, world.minute), st.sampled_from([world.minute, *IMPLAUSIBLE])))
    kind = draw(st.sampled_from(["identify", "identify", "order", "track", "group"]))
    said: dict[str, Any] = {"minute": minute, "message": world.message()}
    if kind == "identify":
        made = identify(*who, **said, **draw(some_traits()))
    elif kind == "order":
        made = track(draw(st.sampled_from(ORDER_EVENTS)), *who, **said, **draw(order_properties()))
    elif kind == "group":
        made = draw_group(draw, who, said)
    else:
        made = track("Looked", *who, **said)
    made.flags = time_flags(made.occurred_at, at(world.minute))
    return made


def draw_group(draw: st.DrawFn, who: list[tuple[str, str]], said: dict[str, Any]) -> Fact:
    """Membership of one of two groups, with or without traits."""
    kind = draw(st.sampled_from(["company", "household"]))
    return group(
        draw(st.sampled_from(["g1", "g2"])), *who, kind=kind, **said, **_without_identifiers(draw(some_traits()))
    )


def some_traits() -> st.SearchStrategy[dict[str, Any]]:
    """Up to three traits; often a name."""
    pair = st.sampled_from(sorted(TRAITS)).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(TRAITS[name])))
    named = st.sampled_from(NAMES).map(lambda name: {"name": name})
    return st.tuples(st.one_of(st.just({}), named), st.lists(pair, max_size=3)).map(
        lambda both: both[0] | dict(both[1])
    )


def some_modes() -> st.SearchStrategy[dict[str, int]]:
    """How the columns of a file compete; often as everything does."""
    modes = st.sampled_from([NEWEST, FILL, OVERWRITE, APPEND])
    return st.one_of(st.just({}), st.dictionaries(st.sampled_from(sorted(TRAITS)), modes, max_size=4))


def _without_identifiers(traits: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in traits.items() if name not in {"email", "phone", "member_card"}}


@st.composite
def order_properties(draw: st.DrawFn) -> dict[str, Any]:
    """One of two orders, with amounts or without."""
    amounts = {name: draw(st.sampled_from([None, 10, 25.5])) for name in ("total", "revenue")}
    said = {name: amount for name, amount in amounts.items() if amount is not None}
    currency = draw(st.sampled_from([{}, {"currency": "THB"}]))
    return {"order_id": draw(st.sampled_from(["o1", "o2"])), **said, **currency}


def decide(draw: st.DrawFn, world: World) -> Request:
    """One decision about what exists by now."""
    kind = draw(st.sampled_from(DECISIONS))
    says = draw_decision(draw, world, kind) or {"kind": "join", **_two(draw, world)}
    made = decision(says.pop("kind"), minute=world.minute, message=world.message(), **says)
    world.decided.append(made)
    return Request(STAFF, Lane.DECISIONS, [made], at(world.minute))


def draw_decision(draw: st.DrawFn, world: World, kind: str) -> dict[str, Any] | None:
    """What a decision of this kind says; None where there is nothing to decide about."""
    if kind in {"join", "apart"}:
        return {"kind": kind, **_two(draw, world)}
    if kind in {"block", "quarantine", "part", "end", "erase"}:
        name = "root" if kind == "erase" else "key"
        moment = {"at": at(draw(st.integers(0, world.minute)))} if kind == "end" else {}
        return {"kind": kind, name: draw(st.sampled_from(list(world.known))), **moment}
    if kind == "withdraw":
        batches = sorted({request.batch for request in world.said if request.batch})
        return {"kind": "withdraw", "batch": draw(st.sampled_from(batches))} if batches else None
    return _undo(draw, world, kind)


def _undo(draw: st.DrawFn, world: World, kind: str) -> dict[str, Any] | None:
    if kind == "undo" and world.pairs:
        a, b, source, batch = draw(st.sampled_from(world.pairs))
        return {"kind": "withdraw", "a": a, "b": b, "source": source, "batch": batch}
    reversible = [each for each in world.decided if each.decision and each.decision["kind"] not in {"erase", "reverse"}]
    if kind == "reverse" and reversible:
        return {"kind": "reverse", "position": draw(st.sampled_from(reversible)).message_id}
    return None


def _two(draw: st.DrawFn, world: World) -> dict[str, Identifier]:
    """Any two, or two that a fact named together."""
    known = list(world.known)
    if world.pairs and draw(st.sampled_from([True, False])) is True:
        a, b, _source, _batch = draw(st.sampled_from(world.pairs))
        return {"a": a, "b": b}
    return {"a": draw(st.sampled_from(known)), "b": draw(st.sampled_from(known))}
