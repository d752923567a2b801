"""The sheet “One person, because”: identifiers, what ties them, what was refused, and what colleagues decided."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regulars.base.fields import display
from regulars.base.fields.masks import DOTS
from regulars.unify.customers.queries import Customer
from regulars.unify.identity.queries import IdentifierValue, LinkEvidence, StandingDecision, identifier_type

from .decisions import Decided, decided, spoken, to_take_back

MOST = 12
PARTING = {"block", "part", "quarantine"}
Days = Mapping[int, dt.date]


@dataclass(frozen=True)
class Link:
    """Evidence for one identifier: `other` is the one it is tied to, `short` and `sentence` say why."""

    id: int
    other: IdentifierValue
    other_label: str
    short: str
    sentence: str
    reason: str
    is_elsewhere: bool


@dataclass(frozen=True)
class Tied:
    """One identifier of the customer with the links that tie it to the rest."""

    key: int
    label: str
    value: str
    ended_at: int | None
    links: tuple[Link, ...]

    @property
    def is_masked(self) -> bool:
        """Whether this reader sees only a part of the value, or nothing of it."""
        return DOTS in self.value

    @property
    def short(self) -> str:
        """The evidence heard most often, in a few words."""
        return self.links[0].short if self.links else ""


@dataclass(frozen=True)
class IdentitySheet:
    """`more` of the identifiers and refused links are not shown."""

    identifiers: tuple[Tied, ...]
    refused: tuple[Link, ...]
    decisions: tuple[Decided, ...]
    more: int


def identity_sheet(
    customer: Customer,
    days: Days,
    actors: Mapping[str, str],
    beyond: Sequence[StandingDecision] = (),
    *,
    most: int | None = MOST,
) -> IdentitySheet:
    """The sheet of one customer, at most so many lines of each kind; None shows all.

    `beyond` are decisions about values that are kept away from this customer.
    """
    mine = set(customer.keys)
    identifiers = customer.identifiers[:most]
    refused = [link for link in customer.links if not link.accepted]
    ties: dict[int, list[LinkEvidence]] = {}
    for link in customer.links:
        if link.accepted and {link.from_.key, link.to.key} <= mine:
            for end in (link.from_.key, link.to.key):
                ties.setdefault(end, []).append(link)
    return IdentitySheet(
        tuple(tied(one, ties.get(one.key, ()), days, most) for one in identifiers),
        tuple(evidence(link, outsider(link, mine), days, mine) for link in refused[:most]),
        tuple(to_take_back(decided(one, actors) for one in decisions_of(customer, beyond))),
        len(customer.identifiers) - len(identifiers) + len(refused) - len(refused[:most]),
    )


def decisions_of(customer: Customer, beyond: Sequence[StandingDecision]) -> list[StandingDecision]:
    """What was decided about the customer, and what keeps values away from them, by position."""
    found = {one.position: one for one in (*customer.decisions, *(each for each in beyond if each.kind in PARTING))}
    return [found[position] for position in sorted(found)]


def beyond_keys(customer: Customer) -> set[int]:
    """The values that were not joined to this customer."""
    refused = [link for link in customer.links if not link.accepted]
    return {key for link in refused for key in (link.from_.key, link.to.key)} - {0, *customer.keys}


def tied(one: IdentifierValue, links: Sequence[LinkEvidence], days: Days, most: int | None) -> Tied:
    """An identifier with its links, the most frequent first."""
    ordered = sorted(links, key=lambda link: (-link.count, link.id))[:most]
    return Tied(
        one.key,
        identifier_type(one.type),
        one.value,
        one.ended_at,
        tuple(evidence(link, link.from_ if link.to.key == one.key else link.to, days) for link in ordered),
    )


def outsider(link: LinkEvidence, mine: Collection[int]) -> IdentifierValue:
    """The end of a refused link that is somebody else's; its further end where both are one by other evidence."""
    return link.from_ if link.to.key in mine and link.from_.key not in mine else link.to


def evidence(link: LinkEvidence, other: IdentifierValue, days: Days, mine: Collection[int] | None = None) -> Link:
    """One link, as it is told of one of its ends."""
    elsewhere = mine is not None and other.key not in mine
    return Link(link.id, other, identifier_type(other.type), short(link), sentence(link, days), link.words, elsewhere)


def short(link: LinkEvidence) -> str:
    """“Till, 41 times”."""
    words = ngettext("{source}, once", "{source}, {n} times", link.count)
    return words.format(source=link.source, n=display.number(link.count))


def sentence(link: LinkEvidence, days: Days) -> str:
    """Who named both, how often, and when."""
    number = display.number(link.count)
    if link.batch:
        words = ngettext(
            "One row of an imported file ({source}) names both.",
            "{n} rows of an imported file ({source}) name both.",
            link.count,
        )
        return words.format(source=link.source, n=number)
    first, last = days.get(link.first_position), days.get(link.last_position)
    words = ngettext("{source} named both once{when}.", "{source} named both {n} times{when}.", link.count)
    return words.format(source=link.source, n=number, when=when(first, last))


def when(first: dt.date | None, last: dt.date | None) -> str:
    """“, on 12 Nov” or “, from 12 Mar to 19 Nov”; empty where it is not known."""
    if last is None:
        return ""
    if first is None or first == last:
        return pgettext("end of a sentence", ", heard on {day}").format(day=display.day(last))
    return pgettext("end of a sentence", ", heard from {first} to {last}").format(
        first=display.day(first), last=display.day(last)
    )


def positions(links: Iterable[LinkEvidence]) -> set[int]:
    """The positions whose days the words about these links need."""
    return {position for link in links for position in (link.first_position, link.last_position)}


def tie_words(tie: LinkEvidence | StandingDecision, days: Days, actors: Mapping[str, str]) -> str:
    """One step of why two are one."""
    if isinstance(tie, StandingDecision):
        return decided(tie, actors).text
    return _("{one} and {other}: {because}").format(
        one=spoken(tie.from_), other=spoken(tie.to), because=sentence(tie, days)
    )
