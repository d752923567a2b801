"""Two customers side by side: what each says, which value would stand if they were one, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from regulars.base.fields import display
from regulars.unify.customers.queries import Customer, Provenance
from regulars.unify.facts.consent import is_consent
from regulars.unify.identity.queries import LinkEvidence, StandingDecision

from .decisions import spoken
from .traits import Saying, order, saying
from .values import label, written

MOST_QUIET = 40


@dataclass(frozen=True)
class Compared:
    """One trait of two customers, and what it would be if they were one; `winner` is "one", "other" or ""."""

    name: str
    label: str
    one: str
    other: str
    together: str
    winner: str
    said: Saying | None
    why: str

    @property
    def differs(self) -> bool:
        """Whether both have a value and only one can stay."""
        return bool(self.one and self.other) and self.one != self.other


@dataclass(frozen=True)
class Comparison:
    """`choices` are the traits of which one value gives way; `others` are equal or only one's; `more` are left out."""

    choices: tuple[Compared, ...]
    others: tuple[Compared, ...]
    more: int


def comparison(
    one: Customer, other: Customer, together: Mapping[str, Provenance], *, is_all: bool = False
) -> Comparison:
    """Every trait of either, in the order of the dictionary."""
    names = {name for name in {*one.traits, *other.traits, *together} if not is_consent(name)}
    places = order()
    ordered = sorted(names, key=lambda name: (places.get(name, len(places)), name))
    rows = [row for row in (compared(name, one, other, together.get(name)) for name in ordered) if row.one or row.other]
    quiet = [row for row in rows if not row.differs]
    shown = quiet if is_all else quiet[:MOST_QUIET]
    return Comparison(tuple(row for row in rows if row.differs), tuple(shown), len(quiet) - len(shown))


def compared(name: str, one: Customer, other: Customer, after: Provenance | None) -> Compared:
    """One trait; whose value wins is told by the key that it is filed under."""
    mine, theirs = written(name, one.traits.get(name)), written(name, other.traits.get(name))
    stands = after is not None and after.value is not None
    together = written(name, after.value) if after is not None and stands else ""
    winner = ""
    if after is not None and stands:
        winner = "one" if after.key in one.keys else "other" if after.key in other.keys else ""
    said = saying(name, after) if after is not None else None
    return Compared(name, label(name), mine, theirs, together, winner, said, after.why if after else "")


def apart_still(customers: Iterable[Customer], decisions: Iterable[StandingDecision] = ()) -> Sequence[str]:
    """What would stay away from both: links to third people that were refused, and who is kept apart from them."""
    customers = list(customers)
    mine = {key for customer in customers for key in customer.keys}
    found = [told(link) for customer in customers for link in customer.links if is_away(link, mine)]
    found += [
        _("{one} and {other} are kept apart.").format(one=spoken(each.one), other=spoken(each.other))
        for each in decisions
        if each.kind == "apart" and not {each.one.key, each.other.key} <= mine
    ]
    return list(dict.fromkeys(found))


def is_away(link: LinkEvidence, mine: set[int]) -> bool:
    """Whether a refused link leads to somebody else."""
    return not link.accepted and not {link.from_.key, link.to.key} <= mine


def told(link: LinkEvidence) -> str:
    return _("{one} and {other}: {because}").format(one=spoken(link.from_), other=spoken(link.to), because=link.words)


def counted(count: int) -> str:
    """A number as the reader writes it."""
    return display.number(count)
