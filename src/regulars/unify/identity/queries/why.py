"""Why two are one, or why they are not."""

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from regulars.unify.identity import store

from .links import LinkEvidence, StandingDecision, decisions_about, links_of

Tie = LinkEvidence | StandingDecision


@dataclass(frozen=True)
class Why:
    """`one`: `path` is what ties them, step by step. Else `refused` links and `apart` decisions are between them."""

    one: bool
    path: tuple[Tie, ...] = ()
    refused: tuple[LinkEvidence, ...] = ()
    apart: tuple[StandingDecision, ...] = ()


def why(a: int, b: int) -> Why:
    """Why the people of two keys are one, or are not."""
    roots = store.roots_of({a, b})
    members = {root: set(keys) for root, keys in store.members_of(set(roots.values())).items()}
    mine, other = members[roots[a]], members[roots[b]]
    links, decisions = links_of(mine), decisions_about(mine)
    if roots[a] == roots[b]:
        return Why(True, tuple(path(a, b, ties(links, decisions))))
    return Why(
        False,
        refused=tuple(link for link in links if connects(link, mine, other)),
        apart=tuple(one for one in decisions if one.kind == "apart" and connects(one, mine, other)),
    )


def ties(links: Iterable[LinkEvidence], decisions: Iterable[StandingDecision]) -> list[Tie]:
    """What holds a person together: joins by colleagues, and accepted links."""
    joins = [decision for decision in decisions if decision.kind == "join"]
    return [*joins, *(link for link in links if link.accepted)]


def ends(tie: Tie) -> tuple[int, int]:
    """The two keys that something ties."""
    return (tie.from_.key, tie.to.key) if isinstance(tie, LinkEvidence) else (tie.one.key, tie.other.key)


def connects(tie: Tie, mine: Collection[int], other: Collection[int]) -> bool:
    """Whether something is between two people."""
    a, b = ends(tie)
    return (a in mine and b in other) or (b in mine and a in other)


def path(a: int, b: int, found: Iterable[Tie]) -> list[Tie]:
    """The shortest way from one key to another over these; empty if there is none."""
    around: dict[int, list[tuple[int, Tie]]] = {}
    for tie in found:
        x, y = ends(tie)
        around.setdefault(x, []).append((y, tie))
        around.setdefault(y, []).append((x, tie))
    came: dict[int, tuple[int, Tie] | None] = {a: None}
    waiting = deque([a])
    while waiting and b not in came:
        here = waiting.popleft()
        for there, tie in around.get(here, ()):
            if there not in came:
                came[there] = (here, tie)
                waiting.append(there)
    return backwards(b, came)


def backwards(b: int, came: dict[int, tuple[int, Tie] | None]) -> list[Tie]:
    """The steps that led to a key."""
    steps: list[Tie] = []
    step = came.get(b)
    while step is not None:
        here, tie = step
        steps.append(tie)
        step = came[here]
    return steps[::-1]
