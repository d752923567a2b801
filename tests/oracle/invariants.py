"""What must hold of every state, whatever was said in whatever order."""

from dataclasses import replace
from itertools import combinations
from random import Random
from typing import TypeAlias

from tests.oracle.fold import State
from tests.oracle.links import Component
from tests.oracle.log import Identifier
from tests.oracle.logs import Request

Golden: TypeAlias = dict[Component, dict[str, tuple[str, int, int]]]


def shuffled(requests: list[Request], random: Random) -> list[Request]:
    """Every fact as a request of its own, in another order, filed one by one."""
    single = [replace(request, facts=[fact], drain=True) for request in requests for fact in request.facts]
    random.shuffle(single)
    return single


def golden_values(state: State) -> Golden:
    """People and groups with their values: value, source, occurred_at. (An edit's row is its position.)"""
    return {
        keys: {trait: (value.value, value.source, value.occurred_at) for trait, value in values.items()}
        for keys, values in (state.people | state.groups).items()
    }


def unjoined_doubles(state: State) -> list[tuple[Identifier, Identifier]]:
    """Two user_ids of one namespace in one person, not joined by a colleague."""
    joined = _joined(state)
    return [
        (u, v)
        for component in state.people
        for u, v in combinations(sorted(key for key in component if key.type == "user_id"), 2)
        if u.scope == v.scope and joined.get(u, {u}) != joined.get(v, {v})
    ]


def kept_apart_but_one(state: State) -> list[Component]:
    """People who hold together what a colleague keeps apart."""
    apart = [ruling.names for ruling in state.rulings if ruling.kind == "apart"]
    return [component for component in state.people for names in apart if len(names) > 1 and names <= component]


def _joined(state: State) -> dict[Identifier, set[Identifier]]:
    """What standing joins alone hold together."""
    together: dict[Identifier, set[Identifier]] = {}
    for ruling in state.rulings:
        if ruling.kind == "join":
            whole = set().union(*(together.get(name, {name}) for name in ruling.names))
            together.update(dict.fromkeys(whole, whole))
    return together
