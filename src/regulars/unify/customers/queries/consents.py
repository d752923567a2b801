"""What was said of consent: each source's newest answer for each use."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from regulars.unify.customers.records import decode_traits
from regulars.unify.facts import sql
from regulars.unify.facts.consent import is_consent
from regulars.unify.facts.normalize.reserved import CONSENT


@dataclass(frozen=True)
class ConsentSaid:
    """A yes or no to a use (`*`: every use), as a source heard it at a moment in µs."""

    use: str
    is_given: bool
    source: str
    occurred_at: int
    position: int


def consents_said(keys: Collection[int], names: Mapping[int, str]) -> list[ConsentSaid]:
    """What stands of one customer; `names` are those of the sources by id."""
    rows = sql.select_keys(
        "SELECT r.source, r.position, r.traits FROM {given} JOIN record r ON r.key = given.key"
        " WHERE r.withdrawn = 0 AND r.traits LIKE %s",
        keys,
        f'%"{CONSENT}%',
    )
    return [
        ConsentSaid(name.removeprefix(CONSENT), said.value is True, names.get(source, ""), said.occurred_at, position)
        for source, position, traits in rows
        for name, said in decode_traits(traits).items()
        if is_consent(name)
    ]
