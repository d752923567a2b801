"""Files facts in memory, one by one, as the road will: for those that touch people who are known, or one another."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from regulars.collect.files.enums import Outcome
from regulars.unify.customers.golden import stored_rows, values_of
from regulars.unify.customers.projection import Ident as IdentOf
from regulars.unify.customers.projection import People
from regulars.unify.customers.records import merge
from regulars.unify.customers.survivorship import RecordRow, golden
from regulars.unify.facts.consent import is_consent
from regulars.unify.facts.counters import Counters
from regulars.unify.facts.fact import IMPLAUSIBLE
from regulars.unify.facts.identifiers import TYPES
from regulars.unify.facts.statement import Statement
from regulars.unify.identity import store
from regulars.unify.identity.fold import Component, Groups
from regulars.unify.identity.resolve import Batch, Filing, key_at, pairs_of

from .acquaintance import Generations
from .foreseen import FIRST_KEY, Foreseen, Values, plain, said_in
from .scene import Scene

encode = msgspec.json.Encoder(order="deterministic").encode


class Numbers(Counters):
    """Counters that are never stored."""

    def __init__(self) -> None:
        self.next = {"key": FIRST_KEY, "link": FIRST_KEY, "position": FIRST_KEY}
        self.stored = {}


class Person(NamedTuple):
    """What is known of somebody at one moment; `values` is None for who is no customer yet."""

    values: Values | None
    consents: Values
    named: int


class Evidence(Batch):
    """The links of facts that are not filed; everybody whom they name is loaded, also where nothing new is said."""

    def load_groups(self, public: Collection[int]) -> Groups:
        keys = {key for group in self.pairs for pair in group for key in pair[:2]}
        old = keys - self.filing.new_keys.keys()
        self.types.update(store.types_of(old))
        return store.groups(old, public, with_claims=True) if old else Groups({}, {})


class Story:
    """Facts that touch people who are known, or one another: they are filed in memory, one by one."""

    def __init__(
        self,
        statements: Sequence[Statement],
        known: Generations,
        scene: Scene,
        *,
        with_values: bool,
    ) -> None:
        self.statements = statements
        self.scene = scene
        self.with_values = with_values
        filing, counters = Filing(), Numbers()
        self.keys = [keys_of(statement, known, counters, filing) for statement in statements]
        pairs = [pairs_of(statement, keys) for statement, keys in zip(statements, self.keys, strict=True)]
        stored = store.links_of({pair for group in pairs for pair in group if pair[0] < FIRST_KEY})
        self.pairs = pairs
        self.links = Evidence(statements, pairs, stored, filing, counters, scene.standing, scene.public)
        self.people = self.links.groups.people
        old = [key for key in self.people if key < FIRST_KEY]
        self.shown = People(old, scene.sources)
        self.shown.idents |= {
            key: IdentOf(key, ident.type, ident.value, None) for key, ident in filing.new_keys.items()
        }
        self.shown.named |= {key for key, ident in filing.new_keys.items() if not TYPES[ident.type].anonymous}
        self.state = {id(home): person for home, person in self.people_today()}

    def people_today(self) -> Iterable[tuple[Component, Person]]:
        """Everybody concerned, as they are stored."""
        homes = list({id(home): home for home in self.people.values()}.values())
        rows = stored_rows(home.root for home in homes if home.root < FIRST_KEY)
        for home in homes:
            row = rows.get(home.root)
            yield home, Person(None if row is None else values_of(row[1]), self.consents(home), self.count_named(home))

    def told(self) -> dict[int, Foreseen]:
        """What each fact does, by its id()."""
        parts = zip(self.statements, self.keys, self.pairs, strict=True)
        return {id(statement): self.tell(statement, keys, pairs) for statement, keys, pairs in parts}

    def tell(self, statement: Statement, keys: Sequence[int], pairs: Sequence[store.Pair]) -> Foreseen:
        """File one fact in memory, and compare."""
        homes = list({id(self.people[key]): self.people[key] for key in keys}.values())
        before = [(home.root, home.keys[0], self.state[id(home)]) for home in homes]
        reasons = self.link(statement, pairs)
        self.add_record(statement, keys[0])
        home = self.people[keys[0]]
        after = self.state[id(home)] = self.person(home)
        customers = [(root, was) for root, key, was in before if was.values is not None and self.people[key] is home]
        for other in homes:
            if self.people[other.keys[0]] is not home:
                self.state[id(other)] = self.person(other)
        return self.compared(customers, after, reasons)

    def compared(
        self, customers: Sequence[tuple[int, Person]], after: Person, reasons: tuple[tuple[str, str], ...]
    ) -> Foreseen:
        """What a fact did to the customers whom it is about."""
        outcome = outcome_of([was for _, was in customers], after)
        root, was = min(customers, default=(0, after), key=lambda one: one[0])
        told = Foreseen(outcome, root)
        if outcome is Outcome.MERGED:
            told = told._replace(joined=tuple(sorted(root for root, _ in customers)), reasons=reasons)
        if self.with_values:
            before = (was.values or {}) | was.consents if customers else {}
            told = told._replace(before=before, after=(after.values or {}) | after.consents)
        return told

    def link(self, statement: Statement, pairs: Sequence[store.Pair]) -> tuple[tuple[str, str], ...]:
        """Decide the links of one fact as the road will; which identifiers joined."""
        self.links.note_filed(statement, pairs[0])
        joined = []
        for pair in pairs[1:]:
            row = self.links.rows.get(pair)
            if row is not None:
                self.links.touch(row, statement)
                continue
            apart = self.people[pair[0]] is not self.people[pair[1]]
            self.links.decide(statement, pair)
            if apart and self.people[pair[0]] is self.people[pair[1]]:
                joined += [(self.links.types[key][0], self.shown.idents[key].value) for key in pair[:2]]
        return tuple(dict.fromkeys(joined))

    def add_record(self, statement: Statement, key: int) -> None:
        """Keep what the fact says of its key."""
        if key in self.shown.named and not statement.source.is_public:
            self.shown.trusted.add(key)
        traits = said_in(statement)
        if not traits:
            return
        records = self.shown.records.setdefault(key, [])
        place = (statement.source.id, statement.batch, statement.fact.row)
        for record in records:
            if (record.source.id, record.batch, record.row) == place:
                merge(record.traits, traits)
                return
        records.append(RecordRow(key, statement.source, statement.batch, statement.fact.row, dict(traits)))

    def person(self, home: Component) -> Person:
        """Somebody as they are now."""
        is_group = TYPES[self.shown.idents[home.root].type].group
        records = self.records(home)
        trusted = [record for record in records if not record.source.is_public]
        if is_group:
            values = plain(golden(trusted or records))
        else:
            confirmed = not self.shown.trusted.isdisjoint(home.keys)
            values = plain(golden(records, self.shown.ends(home.keys), confirmed))
        named_keys = self.count_named(home)
        return Person(values if values or named_keys else None, self.consents(home), named_keys)

    def records(self, home: Component) -> list[RecordRow]:
        return [record for key in home.keys for record in self.shown.records.get(key, ())]

    def count_named(self, home: Component) -> int:
        """How many identifiers that are not anonymous they have."""
        return sum(key in self.shown.named for key in home.keys)

    def consents(self, home: Component) -> Values:
        """The newest answer to each "may we?"."""
        newest: dict[str, tuple[tuple[bool, int, str], Any]] = {}
        for record in self.records(home):
            for name, said in record.traits.items():
                order = (not said.flags & IMPLAUSIBLE, said.occurred_at, said.message_id)
                if is_consent(name) and (name not in newest or order > newest[name][0]):
                    newest[name] = (order, said.value)
        return {name: value for name, (_, value) in newest.items()}


def keys_of(statement: Statement, known: Generations, counters: Counters, filing: Filing) -> list[int]:
    """The keys of a fact's identifiers, filing key first; new ones are only numbers."""
    moment = statement.fact.occurred_at
    keys = [key_at(ident, moment, known, counters, [], filing) for ident in statement.identifiers]
    return list(dict.fromkeys(keys))


def outcome_of(customers: Sequence[Person], after: Person) -> Outcome:
    """What a fact did, by who was a customer before it and is this person now."""
    if len(customers) > 1:
        return Outcome.MERGED
    if not customers:
        return Outcome.UNCHANGED if after.values is None else Outcome.CREATED
    was = customers[0]
    same = was.named == after.named and encode((was.values, was.consents)) == encode((after.values, after.consents))
    return Outcome.UNCHANGED if same else Outcome.UPDATED
