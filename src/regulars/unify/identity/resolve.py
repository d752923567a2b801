"""File a batch of statements: give each its key, keep the evidence, and join people where the rules accept it.

One pass over plain values between a few set-based reads and writes. The result does not depend on how
statements are cut into batches, only on their order.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import chain

import msgspec

from regulars.unify.facts.counters import Counters
from regulars.unify.facts.identifiers import TYPES, Ident
from regulars.unify.facts.statement import Statement

from . import newcomers, store
from .fold import Component, Evidence, Groups, Standing, Verdict, apply_link
from .store import Generation, LinkRow, Pair

MOST_CLAIMS = 20


class Filing(msgspec.Struct):
    """What filing a batch changed: key → (root, position) of keys with another root, the keys that
    were made, the values that somebody new was linked with, and older
    keys that have evidence of a new kind. The keys of statements that are alone are in none of these."""

    changed_roots: dict[int, tuple[int, int]] = {}
    new_keys: dict[int, Ident] = {}
    linked: set[int] = set()
    spoken_of: set[int] = set()


def nobody_looks() -> None:
    """What is called where nobody wants to see how things were before."""


def file_statements(
    statements: Sequence[Statement],
    counters: Counters,
    standing: Standing,
    public: Collection[int],
    look: Callable[[], None] = nobody_looks,
) -> Filing:
    """Set `key` (and `group_key`) of each statement and store identifiers, links and redirects.

    `public` are the ids of public sources. `look` is called before anything is stored, when it is known who is alone.
    """
    filing = Filing()
    new_rows: list[tuple[object, ...]] = []
    further = give_keys(statements, counters, filing, new_rows, public)
    look()
    store.add_identifiers(new_rows)
    newcomers.add_identifiers(statement for statement in statements if statement.is_alone)
    pairs = [pairs_of(statement, keys) for statement, keys in zip(statements, further, strict=True)]
    known = store.links_of({pair for group in pairs for pair in group if pair[0] not in filing.new_keys})
    batch = Batch(statements, pairs, known, filing, counters, standing, public)
    batch.link()
    batch.store()
    return filing


def give_keys(
    statements: Sequence[Statement],
    counters: Counters,
    filing: Filing,
    new_rows: list[tuple[object, ...]],
    public: Collection[int],
) -> list[Sequence[int]]:
    """The keys of each statement's identifiers, filing key first; new values get the next key, in order.

    Of a statement that is alone only its filing key is set: its other keys follow that one.
    """
    uses = Counter(chain.from_iterable(map(named, statements)))
    known = store.generations(uses)
    further: list[Sequence[int]] = []
    for statement in statements:
        if newcomers.is_alone(statement, uses, known, public):
            statement.is_alone = True
            statement.key = counters.take("key", len(statement.identifiers))
            further.append(())
            continue
        keys = [
            key_at(ident, statement.fact.occurred_at, known, counters, new_rows, filing) for ident in named(statement)
        ]
        if statement.group is not None:
            statement.group_key = keys.pop()
        statement.key = keys[0]
        further.append(list(dict.fromkeys(keys)))
    return further


def named(statement: Statement) -> list[Ident]:
    """Every identifier of a statement, the group's last."""
    return statement.identifiers if statement.group is None else [*statement.identifiers, statement.group]


def key_at(
    ident: Ident,
    occurred_at: int,
    known: dict[Ident, list[Generation]],
    counters: Counters,
    new_rows: list[tuple[object, ...]],
    filing: Filing,
) -> int:
    """The key of the generation in force at a moment; makes it if it is the first time we hear of it."""
    found = known.get(ident)
    if found is None:
        made = Generation(counters.take("key"), 0, None, None)
        known[ident] = [made]
        new_rows.append((made.key, *ident, 0, None, None))
        filing.new_keys[made.key] = ident
        return made.key
    if len(found) == 1 and found[0].number == 0 and found[0].ended_at is None:
        return found[0].key
    number, started_at = 0, None
    while (current := at_number(found, number, occurred_at)) is not None:
        if current.ended_at is None or occurred_at < current.ended_at:
            return current.key
        number, started_at = current.number + 1, current.ended_at
    later = [g.started_at for g in found if g.number > number and g.started_at is not None]
    made = Generation(counters.take("key"), number, started_at, min(later, default=None))
    found.append(made)
    new_rows.append((made.key, *ident, number, started_at, made.ended_at))
    filing.new_keys[made.key] = ident
    return made.key


def at_number(found: Sequence[Generation], number: int, occurred_at: int) -> Generation | None:
    """The generation of this number; if it was erased, the last later one that had begun."""
    for generation in found:
        if generation.number == number:
            return generation
    begun = [g for g in found if g.number > number and g.started_at is not None and g.started_at <= occurred_at]
    return max(begun, key=lambda g: g.number, default=None)


def pairs_of(statement: Statement, keys: Sequence[int]) -> list[Pair]:
    """The evidence in a statement: that it was filed here, and each further identifier."""
    return [(keys[0], key, statement.source.id, statement.batch) for key in keys]


class Batch:
    """The links of one batch, in memory between the reads and the writes."""

    def __init__(
        self,
        statements: Sequence[Statement],
        pairs: Sequence[Sequence[Pair]],
        known: dict[Pair, LinkRow],
        filing: Filing,
        counters: Counters,
        standing: Standing,
        public: Collection[int],
    ) -> None:
        self.statements = statements
        self.pairs = pairs
        self.rows = known
        self.filing = filing
        self.counters = counters
        self.standing = standing
        self.added: list[LinkRow] = []
        self.touched: dict[int, LinkRow] = {}
        self.alone: list[tuple[Statement, int]] = []
        self.types = {key: (ident.type, ident.scope) for key, ident in filing.new_keys.items()}
        self.groups = self.load_groups(public)
        self.add_new_keys()

    def load_groups(self, public: Collection[int]) -> Groups:
        """The stored components that new evidence is about; none for evidence we have had before."""
        fresh = {pair for group in self.pairs for pair in group if pair[0] != pair[1] and pair not in self.rows}
        keys = {key for pair in fresh for key in pair[:2]}
        old = keys - self.filing.new_keys.keys()
        types = store.types_of(old)
        self.types.update(types)
        shared = any(TYPES[self.types[key][0]].shareable for key in keys)
        return store.groups(old, public, with_claims=shared) if old else Groups({}, {})

    def add_new_keys(self) -> None:
        """Each new key begins as somebody of its own."""
        for key, ident in self.filing.new_keys.items():
            self.groups.people[key] = Component(key, ident.type, ident.scope)
            self.groups.solid[key] = Component(key, ident.type, ident.scope)

    def link(self) -> None:
        """Note every statement's evidence and decide what is new, in order."""
        for statement, group in zip(self.statements, self.pairs, strict=True):
            if statement.is_alone:
                self.alone.append((statement, self.counters.take("link", len(statement.identifiers))))
                continue
            self.note_filed(statement, group[0])
            for pair in group[1:]:
                row = self.rows.get(pair)
                if row is None:
                    self.decide(statement, pair)
                else:
                    self.touch(row, statement)

    def touch(self, row: LinkRow, statement: Statement) -> None:
        """The same evidence again: decided once, counted each time."""
        row.last = max(row.last, statement.position)
        row.count += 1
        self.touched[row.id] = row

    def note_filed(self, statement: Statement, pair: Pair) -> None:
        """The row that says facts were filed under this key, with what they claim about who it is."""
        row = self.rows.get(pair)
        if row is None:
            row = self.add(pair, statement, accepted=True, reason="filed")
        else:
            self.touch(row, statement)
        if statement.claims:
            self.note_claims(row, statement)

    def note_claims(self, row: LinkRow, statement: Statement) -> None:
        """Keep each distinct name and birthday with its first position."""
        stored = msgspec.json.decode(row.claims, type=dict[str, dict[str, int]]) if row.claims else {}
        home = self.groups.people.get(row.a)
        for kind, value in statement.claims:
            values = stored.setdefault(kind, {})
            if value not in values and len(values) < MOST_CLAIMS:
                values[value] = statement.position
                if home is not None:
                    home.claims.append((kind, value, statement.position))
        row.claims = msgspec.json.encode(stored).decode()

    def decide(self, statement: Statement, pair: Pair) -> None:
        """New evidence: accept it or say why not."""
        a, b = pair[:2]
        evidence = Evidence(a, b, statement.position, self.types[a][0], self.types[b][0], statement.source.is_public)
        verdict = self.join(evidence)
        self.add(pair, statement, verdict.accepted, verdict.reason)

    def join(self, evidence: Evidence) -> Verdict:
        """Decide, and note the keys that have another root from this position on."""
        people = self.groups.people
        x, y = people[evidence.a], people[evidence.b]
        moving = list(max(x, y, key=lambda home: home.root).keys)
        verdict = apply_link(self.groups, evidence, self.standing)
        if verdict.accepted and x is not y:
            root = people[evidence.a].root
            self.filing.changed_roots.update(dict.fromkeys(moving, (root, evidence.position)))
        return verdict

    def add(self, pair: Pair, statement: Statement, accepted: bool, reason: str) -> LinkRow:
        """A new link row."""
        at = statement.position
        row = LinkRow(self.counters.take("link"), *pair, at, at, 1, accepted, reason)
        self.rows[pair] = row
        self.added.append(row)
        if (row.a == row.b or not accepted) and row.b not in self.filing.new_keys:
            self.filing.spoken_of.add(row.b)
        if row.a != row.b and not TYPES[self.types[row.a][0]].anonymous:
            self.filing.linked.add(row.b)
        return row

    def store(self) -> None:
        """Write links and redirects, and note whose root is new."""
        new = {row.id for row in self.added}
        store.add_links(self.added)
        newcomers.add_links(self.alone)
        store.touch_links(row for id_, row in self.touched.items() if id_ not in new)
        store.store_roots(self.filing.changed_roots)
