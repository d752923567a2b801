"""What privacy and the ground floor hold about a person who is erased."""

from regulars.base.audit.services import erase_texts
from regulars.unify.facts import sql
from regulars.unify.facts.refused import forget_refused
from regulars.unify.facts.registries import Erased, PersonalHolder

from .suppression import suppress


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
    erase_texts(keys=erased.keys, values=values)
    forget_refused(values)


HOLDER = PersonalHolder(app="privacy", tables=frozenset({"suppression", "erasure"}), erase=erase)
