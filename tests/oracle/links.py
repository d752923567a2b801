"""The fold: which links are accepted, and who is one person with whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from regulars.unify.identity import names
from tests.oracle.decisions import Decided, is_pair_withdrawn, on, standing
from tests.oracle.log import PRIORITY, RULES, Identifier, is_named
from tests.oracle.reading import Heard

Component: TypeAlias = frozenset[Identifier]


@dataclass
class Row:
    """One link row: the evidence of one source and batch for a pair; a = b for what was filed at all."""

    a: Identifier
    b: Identifier
    source: int
    batch: int
    public: bool
    first: int
    place: int  # among the links of its first fact: links are decided by (first position, this)
    last: int = 0
    count: int = 0
    accepted: bool = True
    reason: str = "filed"


@dataclass(frozen=True)
class Claim:
    """A name or birthday that a trusted fact stated of the key it was filed under."""

    key: Identifier
    position: int
    what: str
    value: str


@dataclass
class Folded:
    """The people of a log: each key's component, and every standing link with its verdict."""

    component: dict[Identifier, Component] = field(default_factory=dict)
    vouched: dict[Identifier, Component] = field(default_factory=dict)  # by colleagues and trusted sources alone
    rows: list[Row] = field(default_factory=list)


def fold_links(facts: Iterable[Heard], decisions: list[Decided]) -> Folded:
    """ "every key alone; … standing joins by position …; standing links (a≠b) by (first_position, id)" """
    heard = sorted(facts, key=lambda each: each.position)
    rows, claims = link_rows(heard, decisions), claims_of(heard)
    alone = {key: frozenset({key}) for key in _keys(rows, decisions)}
    folded = Folded(dict(alone), dict(alone), rows)
    for join in standing(decisions, "join"):
        _join(folded, join, decisions)
    for row in sorted((row for row in rows if row.a != row.b), key=lambda row: (row.first, row.place)):
        row.accepted, row.reason = verdict(row, folded, decisions, claims)
        if row.accepted:
            unite(folded.component, row.a, row.b)
        if row.accepted and not row.public:
            unite(folded.vouched, row.a, row.b)
    return folded


def link_rows(heard: list[Heard], decisions: list[Decided]) -> list[Row]:
    """ "A self-row per (key, source, batch); and one row per (a, b, source, batch)"; a repeat updates last, count."""
    rows: dict[tuple[Identifier, Identifier, int, int], Row] = {}
    for fact in heard:
        source, batch = fact.entry.source, fact.entry.batch
        for place, b in enumerate([fact.filing, *fact.further]):
            if not is_pair_withdrawn(fact, b, decisions):
                new = Row(fact.filing, b, source.id, batch, not source.trusted, fact.position, place)
                row = rows.setdefault((fact.filing, b, source.id, batch), new)
                row.last, row.count = fact.position, row.count + 1
    return list(rows.values())


def claims_of(heard: list[Heard]) -> list[Claim]:
    """ "Self-rows of trusted sources carry claims: the distinct names and birthdays their identify facts stated" """
    trusted = [fact for fact in heard if fact.entry.source.trusted]
    named = [Claim(fact.filing, fact.position, "name", name) for fact in trusted for name in fact.names]
    return named + [Claim(fact.filing, fact.position, "birthday", day) for fact in trusted for day in fact.birthdays]


def _keys(rows: list[Row], decisions: list[Decided]) -> set[Identifier]:
    joined = (join.names for join in standing(decisions, "join"))
    return {row.a for row in rows} | {row.b for row in rows} | set().union(*joined)


def _join(folded: Folded, join: Decided, decisions: list[Decided]) -> None:
    """ "united unless a standing apart separates the two components"; a join outranks limits."""
    x, y = folded.component[join.says["a"]], folded.component[join.says["b"]]
    if x == y or not is_kept_apart(x, y, decisions):
        unite(folded.component, join.says["a"], join.says["b"])
        unite(folded.vouched, join.says["a"], join.says["b"])


def unite(component: dict[Identifier, Component], a: Identifier, b: Identifier) -> None:
    """Makes one component of two."""
    whole = component[a] | component[b]
    component.update(dict.fromkeys(whole, whole))


def is_kept_apart(x: Component, y: Component, decisions: list[Decided]) -> bool:
    """ "apart(p,q) separates X and Y when p∈X,q∈Y or the reverse" """
    return any(
        (each.says["a"] in x and each.says["b"] in y) or (each.says["a"] in y and each.says["b"] in x)
        for each in standing(decisions, "apart")
    )


def verdict(row: Row, folded: Folded, decisions: list[Decided], claims: list[Claim]) -> tuple[bool, str]:
    """The first matching rule of the fold's third step."""
    x, y = folded.component[row.a], folded.component[row.b]
    if x == y:  # rule 3.1
        return True, "same"
    refusal = (
        decided_against(row, x, y, decisions)  # rule 3.2
        or ("public" if row.public and any(map(is_named, x)) else "")  # rule 3.3
        or ("claimed" if is_claimed(row, x, y, folded) else "")  # rule 3.3b
        or limit_passed(row, x, y)  # rule 3.4
        or contradiction(row, x, y, claims)  # rule 3.5
    )
    return not refusal, refusal or "joined"


def is_claimed(row: Row, x: Component, y: Component, folded: Folded) -> bool:
    """ "a trusted link whose components each hold a non-anonymous identifier, and of which an end is … claimed":
    "following only accepted links of trusted sources and joins from it, no non-anonymous identifier is reached"."""
    both_named = any(map(is_named, x)) and any(map(is_named, y))
    visitors = [end for end in (row.a, row.b) if RULES[end.type].anonymous]
    return not row.public and both_named and any(not any(map(is_named, folded.vouched[end])) for end in visitors)


def decided_against(row: Row, x: Component, y: Component, decisions: list[Decided]) -> str:
    """ "an apart separates …; a or b has a standing block; standing part; a standing quarantine < first_position" """
    if is_kept_apart(x, y, decisions):
        return "apart"
    ends = (row.a, row.b)
    if any(on(decisions, "block", end) for end in ends):
        return "blocked"
    if any(on(decisions, "part", end) for end in ends):
        return "parted"
    quarantines = [each for end in ends for each in on(decisions, "quarantine", end)]
    return "quarantined" if any(each.position < row.first for each in quarantines) else ""


def limit_passed(row: Row, x: Component, y: Component) -> str:
    """ "for any (type, scope) present in both components: count_x + count_y > limit"; "limits of anonymous types count
    only for links of public sources"."""
    for kind, scope in shared_kinds(x, y):
        counts = row.public or not RULES[kind].anonymous
        if counts and count(x, kind, scope) + count(y, kind, scope) > RULES[kind].limit:
            return f"limit:{kind}"
    return ""


def shared_kinds(x: Component, y: Component) -> list[tuple[str, str]]:
    """The (type, scope) present on both sides, strongest first."""
    both = {(each.type, each.scope) for each in x} & {(each.type, each.scope) for each in y}
    return sorted(both, key=lambda kind: (PRIORITY[kind[0]], kind[1]))


def count(component: Component, kind: str, scope: str) -> int:
    """How many identifiers of a type and scope a component holds."""
    return sum((each.type, each.scope) == (kind, scope) for each in component)


def contradiction(row: Row, x: Component, y: Component, claims: list[Claim]) -> str:
    """ "a or b is shareable and both components are known …: refused shared:stronger, shared:birthday, shared:name" """
    shareable = {end for end in (row.a, row.b) if RULES[end.type].shareable}
    heard = [claim for claim in claims if claim.position <= row.first]
    if not shareable or not (is_known(x, shareable, heard) and is_known(y, shareable, heard)):
        return ""
    weakest = min(PRIORITY[end.type] for end in shareable)
    if any(PRIORITY[kind] < weakest for kind, _ in shared_kinds(x, y)):
        return "shared:stronger"
    if contradict(x, y, heard, "birthday"):
        return "shared:birthday"
    return "shared:name" if contradict(x, y, heard, "name") else ""


def is_known(component: Component, shareable: set[Identifier], claims: list[Claim]) -> bool:
    """ "has a non-anonymous identifier other than the shareable endpoint(s) of this link, or any claim" """
    return any(map(is_named, component - shareable)) or any(claim.key in component for claim in claims)


def contradict(x: Component, y: Component, claims: list[Claim], what: str) -> bool:
    """ "both sides claim birthdays and none is equal"; "both sides claim names and no pair is compatible" """
    ours = {claim.value for claim in claims if claim.what == what and claim.key in x}
    theirs = {claim.value for claim in claims if claim.what == what and claim.key in y}
    if not ours or not theirs:
        return False
    return not any(p == q if what == "birthday" else names.compatible(p, q) for p in ours for q in theirs)
