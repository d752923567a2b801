"""How customers' fields are used, for the page about fields: counted in the lake, and read from a sample of people."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from regulars.base.fields.queries import current
from regulars.base.fields.sealing import opened
from regulars.base.fields.usage import Usage
from regulars.base.rules import vocabulary
from regulars.base.rules.vocabulary import Trait, Undeclared
from regulars.base.web.counts import Remembered
from regulars.unify.facts import sql
from regulars.unify.facts.consent import is_consent
from regulars.unify.facts.identifiers import PERSON, TYPES
from regulars.unify.facts.lake import engine
from regulars.unify.facts.normalize.readers import readers
from regulars.unify.identity.queries import source_names

from .golden import decode
from .survivorship import Survivor

PROBES, EACH = 20, 100
"""The sample: so many stretches of so many people, spread evenly over all keys."""
MOST_UNDECLARED = 100
Told = dict[str, Counter[str]]
"""Trait → source → how many of the sampled."""


class Sample(NamedTuple):
    """Who said the values of so many people, which are not as their field describes them, and which are no fields."""

    people: int
    sources: Told
    doubtful: Told
    undeclared: Told


def use() -> Usage:
    """How every field is used by the customers that there are."""
    found = sample()
    customers, filled, unfit = counted()
    return Usage(customers, filled, unfit, *found)


def counted() -> tuple[int, Mapping[str, int], Mapping[str, int]]:
    """How many customers there are; and by field how many have a value, and how many one that does not fit."""
    people = engine().table("customers")
    people = people.filter(people.kind == PERSON)
    columns = {"customers": people.count()}
    for trait in vocabulary().traits.values():
        there = trait.has_in(people)
        columns[f"filled:{trait.name}"] = there.sum()
        if may_be_unfit(trait):
            columns[f"unfit:{trait.name}"] = (
                Undeclared(trait.name, trait.label, trait.type_).has_in(people) & ~there
            ).sum()
    (row,) = engine().rows(people.aggregate(**columns)).to_pylist()
    numbers = {name: int(count or 0) for name, count in row.items()}
    return numbers.pop("customers"), under(numbers, "filled:"), under(numbers, "unfit:")


def may_be_unfit(trait: Trait) -> bool:
    """Whether values of this trait are looked for in `other`: those of fields that were declared, or became special."""
    return type(trait) is not Trait


def under(numbers: Mapping[str, int], prefix: str) -> dict[str, int]:
    """The numbers whose names begin so."""
    return {name.removeprefix(prefix): count for name, count in numbers.items() if name.startswith(prefix)}


def sample() -> Sample:
    """What some people's golden values say of where fields come from."""
    names = source_names()
    found = Sample(0, {}, {}, {})
    people = 0
    for traits in sampled():
        people += 1
        look_at(decode(traits), names, found)
    most = sorted(found.undeclared, key=lambda name: (-found.undeclared[name].total(), name))[:MOST_UNDECLARED]
    return found._replace(people=people, undeclared={name: found.undeclared[name] for name in most})


def look_at(traits: Mapping[str, Survivor], names: Mapping[int, str], found: Sample) -> None:
    """Count one person's values."""
    declared, known = current().by_name, readers(None)
    for name, said in traits.items():
        if is_consent(name) or said.value in ("", None) or (name in TYPES and name not in declared):
            continue
        source = names.get(said.source, str(said.source))
        where = found.sources if name in declared else found.undeclared
        where.setdefault(name, Counter())[source] += 1
        if name in known and known[name](opened(name, said.value))[1]:
            found.doubtful.setdefault(name, Counter())[source] += 1


def sampled() -> Iterable[str]:
    """The golden traits of the sample."""
    last = sql.run("SELECT MAX(root) FROM golden")[0][0] or 0
    after = 0
    for probe in range(PROBES):
        rows = sql.run(
            "SELECT root, traits FROM golden WHERE root > %s AND kind = %s ORDER BY root LIMIT %s",
            *(max(after, last * probe // PROBES), PERSON, EACH),
        )
        yield from (traits for _, traits in rows)
        after = rows[-1][0] if rows else last


usage = Remembered(use)
