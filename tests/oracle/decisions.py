"""Which decisions stand, and what a withdrawal hides."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from tests.oracle.log import Identifier
from tests.oracle.reading import Heard


@dataclass(frozen=True)
class Decided:
    """A decision at its position; it stands while `reversed_by` is 0."""

    position: int
    kind: str
    says: dict[str, Any]
    reversed_by: int = 0

    @property
    def names(self) -> set[Identifier]:
        """The identifiers that it names."""
        return {value for value in self.says.values() if isinstance(value, Identifier)}


def reverse(decisions: list[Decided], position: int, by: int) -> list[Decided]:
    """ "{"kind":"reverse","position":p}: the reverse of the decision at p"; "Erase cannot be reversed." """
    return [
        replace(each, reversed_by=by) if each.position == position and each.kind != "erase" else each
        for each in decisions
    ]


def standing(decisions: Iterable[Decided], kind: str) -> list[Decided]:
    """Decisions of a kind that nobody reversed, by position."""
    return [each for each in decisions if each.kind == kind and not each.reversed_by]


def on(decisions: Iterable[Decided], kind: str, identifier: Identifier) -> list[Decided]:
    """Standing decisions of a kind about one identifier."""
    return [each for each in standing(decisions, kind) if each.says["key"] == identifier]


def is_withdrawn(heard: Heard, decisions: list[Decided]) -> bool:
    """ "{"kind":"withdraw","batch":n}: hides all … of batch n", and "only evidence before its own position"."""
    return any(
        each.says["batch"] == heard.entry.batch and heard.position < each.position
        for each in standing(decisions, "withdraw")
        if "a" not in each.says
    )


def is_withdrawn_batch(batch: int, decisions: list[Decided]) -> bool:
    """ "Facts of a withdrawn batch that arrive while the withdrawal stands are refused." """
    return any(each.says["batch"] == batch for each in standing(decisions, "withdraw") if "a" not in each.says)


def is_pair_withdrawn(heard: Heard, further: Identifier, decisions: list[Decided]) -> bool:
    """ "hides the link rows of that pair, source and batch with first_position < the decision's position" """
    return any(
        {each.says["a"], each.says["b"]} == {heard.filing, further}
        and (each.says["source"], each.says["batch"]) == (heard.entry.source.id, heard.entry.batch)
        and heard.position < each.position
        for each in standing(decisions, "withdraw")
        if "a" in each.says
    )


def generation_in_force(decisions: list[Decided], name: tuple[str, str, str], occurred_at: int) -> int:
    """ "identifier k gets ended_at = at; facts with occurred_at ≥ at … go to a new generation" """
    generation = 0
    while (ended_at := ended(decisions, Identifier(*name, generation))) is not None and occurred_at >= ended_at:
        generation += 1
    return generation


def ended(decisions: list[Decided], identifier: Identifier) -> int | None:
    """When the value changed hands, by the last standing word about it."""
    ends = on(decisions, "split", identifier) + on(decisions, "end", identifier)
    return ends[-1].says["at"] if ends else None
