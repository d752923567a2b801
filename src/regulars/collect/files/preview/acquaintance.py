"""Whose the identifiers of many facts are, and who these people are today: read at once."""

from collections.abc import Iterable, Sequence

from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import Ident
from regulars.unify.identity.store import Generation

OWNERS = (
    "SELECT i.type, i.scope, i.value, i.key, i.generation, i.started_at, i.ended_at, r.root FROM identifier i"
    " LEFT JOIN redirect r ON r.key = i.key WHERE i.value {among}"
)

Generations = dict[Ident, list[Generation]]


class Acquaintance:
    """The owners of identifiers; most are one person's, and always were only theirs."""

    def __init__(self, idents: Iterable[Ident]) -> None:
        wanted = set(idents)
        # Plain tuples, which are found by an Ident as well, take a third of the time to make.
        self.sole: dict[tuple[str, str, str], tuple[int, int]] = {}
        self.several: Generations = {}
        self.roots: dict[int, int] = {}
        for type_, scope, value, key, number, started_at, ended_at, root in sql.select_among(
            OWNERS, sorted({value for _, _, value in wanted})
        ):
            ident = type_, scope, value
            if ident not in wanted:
                continue
            if number or ended_at is not None:
                self.several.setdefault(Ident(*ident), []).append(Generation(key, number, started_at, ended_at))
                self.roots[key] = root or key
            else:
                self.sole[ident] = key, root or key
        for ident, found in self.several.items():
            if one := self.sole.pop(ident, None):
                found.append(Generation(one[0], 0, None, None))
                self.roots[one[0]] = one[1]

    def __contains__(self, ident: Ident) -> bool:
        return ident in self.sole or ident in self.several

    def is_sole(self, ident: Ident) -> bool:
        """Whether a value is somebody's, and always was only theirs."""
        return ident in self.sole

    def key_of(self, ident: Ident) -> int:
        """The key of a value that always was one person's."""
        return self.sole[ident][0]

    def root_of(self, idents: Sequence[Ident]) -> int:
        """The one person whose all of these are, and always were only theirs; 0 where that is not so."""
        root = 0
        for ident in idents:
            one = self.sole.get(ident)
            if one is None or (root and one[1] != root):
                return 0
            root = one[1]
        return root

    def roots_of(self, idents: Iterable[Ident]) -> set[int]:
        """Everybody whose any of these is or was."""
        roots = set()
        for ident in idents:
            if one := self.sole.get(ident):
                roots.add(one[1])
            else:
                roots.update([self.roots[found.key] for found in self.several.get(ident, ())])
        return roots

    def generations(self, idents: Iterable[Ident]) -> Generations:
        """The generations of those that are known, in no order."""
        found = {}
        for ident in idents:
            if one := self.sole.get(ident):
                found[ident] = [Generation(one[0], 0, None, None)]
            elif ident in self.several:
                found[ident] = list(self.several[ident])
        return found
