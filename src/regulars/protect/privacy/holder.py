"""What privacy and the ground floor hold about a person who is erased."""

from regulars.base.audit.services import erase_texts
from regulars.unify.customers.golden import stored_rows, values_of
from regulars.unify.facts import sql
from regulars.unify.facts.refused import forget_refused
from regulars.unify.facts.registries import Erased, PersonalHolder

from .suppression import suppress

SHORTEST = 5
"""A shorter name stands in many a word."""


def erase(erased: Erased) -> None:
    """Suppress the identifiers, note the erasure, and forget free text and refused items that name the person."""
    suppress(erased)
    sql.run(
        "INSERT INTO erasure (position, root, keys, erased_at, finished_at) VALUES (%s, %s, %s, %s, NULL)",
        erased.position,
        erased.root,
        len(erased.identifiers),
        erased.erased_at,
    )
    values = {identifier.ident.value for identifier in erased.identifiers}
    erase_texts(people={erased.root, *erased.keys}, values=values | full_names(erased))
    forget_refused(values)


def full_names(erased: Erased) -> set[str]:
    """What the person is called in full, as far as it tells them from others: words that somebody may have typed."""
    names = set()
    for _, traits in stored_rows({erased.root, *erased.keys}).values():
        said = values_of(traits)
        pairs = (("first_name", "last_name"), ("last_name", "first_name"))
        written = [said.get("name"), *(" ".join(str(said.get(part) or "") for part in pair) for pair in pairs)]
        names |= {words for one in written if len(words := " ".join(str(one or "").split())) >= SHORTEST}
    return names


HOLDER = PersonalHolder(app="privacy", tables=frozenset({"suppression", "erasure"}), erase=erase)
