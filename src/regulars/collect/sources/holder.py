"""What source pages hold about a person who is erased: arrivals under their keys, and those that name them."""

from collections.abc import Collection

from regulars.unify.facts import sql
from regulars.unify.facts.refused import names
from regulars.unify.facts.registries import Erased, PersonalHolder

DELETE = "DELETE FROM arrival WHERE position IN (SELECT key FROM {given})"


def erase(erased: Erased) -> None:
    """Delete the person's arrivals, and whatever names them in somebody else's."""
    sql.run_keys("DELETE FROM arrival WHERE key IN (SELECT key FROM {given})", erased.keys)
    sql.run_keys(DELETE, naming({identifier.ident.value for identifier in erased.identifiers}))


def naming(values: Collection[str]) -> list[int]:
    """Positions of arrivals in which one of the values stands."""
    rows = sql.run("SELECT position, event, message_id, payload FROM arrival")
    return [position for position, *texts in rows if names(" ".join(texts), values)]


HOLDER = PersonalHolder(app="sources", tables=frozenset({"arrival"}), erase=erase)
