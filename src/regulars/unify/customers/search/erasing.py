"""What the index holds about a person who is erased."""

from regulars.unify.facts.registries import Erased, PersonalHolder

from . import index


def erase(erased: Erased) -> None:
    """Take the person out at once; those who keep an identifier come back with what is left of them."""
    index.remove({erased.root, *erased.keys} | index.holders(erased.keys))


HOLDER = PersonalHolder(app="customers", tables=frozenset({"search_document"}), erase=erase)
