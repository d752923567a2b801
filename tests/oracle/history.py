"""The log heard in position order: what is dropped, refused, erased, and what stands in the end."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.oracle.decisions import (
    Decided,
    ended,
    generation_in_force,
    is_pair_withdrawn,
    is_withdrawn,
    is_withdrawn_batch,
    reverse,
)
from tests.oracle.links import Component, fold_links
from tests.oracle.log import Entry, Identifier
from tests.oracle.reading import Heard, read
from tests.oracle.survivorship import records_of


@dataclass
class Suppression:
    """An erased identifier, for the time in which it was this person's: from `started_at` to before `ended_at`."""

    erased_at: int
    started_at: int | None
    ended_at: int | None
    lifted_from: int | None = None

    def covers(self, occurred_at: int) -> bool:
        """Whether the value was the erased person's then."""
        return (self.started_at is None or self.started_at <= occurred_at) and (
            self.ended_at is None or occurred_at < self.ended_at
        )

    def holds(self, entry: Entry, *, only_claimed: bool) -> bool:
        """ "facts of imports …, or with occurred_at ≤ the erasure's time, are refused", until lifted; so are claims."""
        occurred_at = entry.fact.occurred_at
        if not self.covers(occurred_at) or (self.lifted_from is not None and occurred_at >= self.lifted_from):
            return False
        return entry.batch > 0 or only_claimed or occurred_at <= self.erased_at

    def hear(self, entry: Entry) -> None:
        """ "A live fact (batch 0) that occurred after the erasure lifts it from its occurred_at on." """
        occurred_at = entry.fact.occurred_at
        if not entry.batch and self.covers(occurred_at) and occurred_at > self.erased_at:
            self.lifted_from = min(occurred_at, self.lifted_from or occurred_at)


@dataclass
class History:
    """All that was heard and neither dropped nor refused; what is withdrawn is still in `heard`."""

    heard: list[Heard] = field(default_factory=list)
    of_groups: list[Heard] = field(default_factory=list)  # what erased people said of a group stays with the group
    decisions: list[Decided] = field(default_factory=list)
    suppressions: dict[Identifier, Suppression] = field(default_factory=dict)
    seen: set[tuple[int, str, int]] = field(default_factory=set)
    refused: dict[int, str] = field(default_factory=dict)


def listen(entries: Iterable[Entry]) -> History:
    """Hears a log from its first position to its last."""
    history = History()
    for entry in sorted(entries, key=lambda each: each.position):
        if entry.fact.decision is None:
            hear(history, entry)
        else:
            decide(history, entry, entry.fact.decision)
    return history


def standing_facts(history: History) -> list[Heard]:
    """What no withdrawal of a batch hides. The same message from two imports stands twice: each is evidence."""
    return [fact for fact in history.heard if not is_withdrawn(fact, history.decisions)]


def standing_words_on_groups(history: History) -> list[Heard]:
    """ "never the group keys": what was said of a group outlives whoever's fact said it."""
    said = [fact for fact in [*history.heard, *history.of_groups] if fact.group]
    return [fact for fact in said if not is_withdrawn(fact, history.decisions)]


def hear(history: History, entry: Entry) -> None:
    """One fact: dropped where it was heard before, refused where its batch or its person is gone, else kept."""
    fact = read(entry, lambda *name: generation_in_force(history.decisions, name, entry.fact.occurred_at))
    if is_withdrawn_batch(entry.batch, history.decisions):
        history.refused[entry.position] = "withdrawn"
    elif is_repeated(history, fact):
        pass
    elif any(is_suppressed(history, fact, key) for key in what_it_stands_on(fact)):
        history.refused[entry.position] = "suppressed"
    else:
        history.seen.add((*fact.message, entry.batch))
        lift(history, fact)
        gone = {each for each in fact.further if is_suppressed(history, fact, each)}
        history.heard.append(without(fact, gone, traits_too=True))


def is_repeated(history: History, fact: Heard) -> bool:
    """ "Same batch, or the message was seen live (batch 0) before: dropped as a duplicate" """
    return bool(history.seen & {(*fact.message, fact.entry.batch), (*fact.message, 0)})


def what_it_stands_on(fact: Heard) -> tuple[Identifier, ...]:
    """ "strongest identifier suppressed → whole fact refused"; a key made of a claim is nothing without its claim."""
    return (fact.filing, *fact.further) if fact.filing.scope == "claim" else (fact.filing,)


def is_suppressed(history: History, fact: Heard, identifier: Identifier) -> bool:
    """Whether the identifier was erased and may not come back with this fact."""
    only_claimed = not fact.entry.source.trusted and identifier != fact.filing
    return any(each.holds(fact.entry, only_claimed=only_claimed) for each in suppressions(history, identifier))


def suppressions(history: History, identifier: Identifier) -> list[Suppression]:
    """What was erased under this value."""
    return [each for erased, each in history.suppressions.items() if erased[:3] == identifier[:3]]


def lift(history: History, fact: Heard) -> None:
    """What a person sends after an erasure starts a new person. What a public source only claims lifts nothing."""
    for identifier in (fact.filing, *(fact.further if fact.entry.source.trusted else ())):
        for suppression in suppressions(history, identifier):
            suppression.hear(fact.entry)


def without(fact: Heard, gone: set[Identifier], *, traits_too: bool) -> Heard:
    """The fact without some further identifiers; "removed together with equal trait values"."""
    values = {each.value for each in gone} if traits_too else set()
    kept = {trait: value for trait, value in fact.traits.items() if str(value) not in values}
    return replace(fact, further=tuple(each for each in fact.further if each not in gone), traits=kept)


def decide(history: History, entry: Entry, says: dict[str, Any]) -> None:
    """One decision; erasing and reversing change what came before, the others only stand."""
    decided = Decided(entry.position, says["kind"], {name: value for name, value in says.items() if name != "kind"})
    if not decided.names <= existing(history):
        return
    if decided.kind == "reverse":
        history.decisions = reverse(history.decisions, decided.says["position"], entry.position)
    elif decided.kind == "erase":
        erase(history, decided.says["root"], entry.fact.occurred_at)
    elif decided.kind != "withdraw" or is_about_something(history, decided):
        history.decisions.append(decided)


def existing(history: History) -> set[Identifier]:
    """Identifiers that have a key; a decision that names another is refused."""
    return {key for fact in history.heard for key in (fact.filing, *fact.further)}


def is_about_something(history: History, withdrawal: Decided) -> bool:
    """A withdrawal of what was never heard is refused."""
    return any(
        is_withdrawn(fact, [withdrawal]) or any(is_pair_withdrawn(fact, end, [withdrawal]) for end in fact.further)
        for fact in history.heard
    )


def erase(history: History, root: Identifier, at: int) -> None:
    """ "Deleted: identifiers, their link rows, records, golden, memberships, orders, decisions naming them" """
    folded = fold_links(standing_facts(history), history.decisions)
    component = folded.component.get(root, frozenset({root}))
    erased = {key for key in component if not is_shared(history, key, component)}
    history.of_groups += [fact for fact in history.heard if fact.filing in erased and fact.group]
    kept = [take_out_claims(history, fact, erased) for fact in history.heard if fact.filing not in erased]
    history.heard = [without(fact, erased, traits_too=False) for fact in kept]
    history.suppressions.update({key: suppress(history, key, at) for key in erased})
    history.decisions = forget(history, erased)


def take_out_claims(history: History, fact: Heard, erased: set[Identifier]) -> Heard:
    """Others who claimed in public to be this person keep their records, but not the values that were erased."""
    theirs = [each for each in history.heard if each.filing == fact.filing]
    if not any(erased & set(each.further) for each in theirs if not each.entry.source.trusted):
        return fact
    values = {key.value for key in erased}
    gone = {
        trait
        for record in records_of(theirs)
        for trait, said in record.traits.items()
        if record.holds(fact) and isinstance(said.value, str) and said.value in values
    }
    return replace(fact, traits={trait: value for trait, value in fact.traits.items() if trait not in gone})


def suppress(history: History, key: Identifier, at: int) -> Suppression:
    """The time in which an identifier was its person's, and when it was erased."""
    before = key._replace(generation=key.generation - 1)
    return Suppression(at, ended(history.decisions, before), ended(history.decisions, key))


def is_shared(history: History, key: Identifier, component: Component) -> bool:
    """Whether a trusted fact of somebody else's carries it: then it is "only detached"."""
    return any(
        fact.filing not in component and key in fact.further and fact.entry.source.trusted for fact in history.heard
    )


def forget(history: History, erased: set[Identifier]) -> list[Decided]:
    """The decisions without those naming the erased. That a value changed hands stays known as long as a later
    owner does: "a re-created generation 0 gets ended_at = started_at of the next existing generation"."""
    alive, kept = existing(history), []
    for each in history.decisions:
        if each.kind in {"end", "split"} and not each.reversed_by and each.names & (erased | _gone(each, alive)):
            key = each.says["key"]
            if key._replace(generation=key.generation + 1) in alive:
                kept.append(replace(each, position=0, kind="split"))
        elif not each.names & erased:
            kept.append(each)
    return kept


def _gone(each: Decided, alive: set[Identifier]) -> set[Identifier]:
    return each.names - alive if each.kind == "split" else set()
