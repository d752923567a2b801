"""Who bought which basket, where and on which card: real baskets given to made-up people."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from . import dice
from .dice import Flags, Ints
from .journey import Journey, read
from .people import Person, people_of

SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 86_400 * SECOND
WEEK = 7 * DAY
SIGNED_UP_AGAIN_AT = 1_498_867_200 * SECOND
"""2017-07-01: from here on those who signed up twice use their second card and account."""
WEB_HOUSEHOLDS = 0.22
WEB_BASKETS = 0.325
PHONE_AT_TILL = 0.25
KIOSK_PHONE = "+16145550100"
KIOSK_PEOPLE = 40


@dataclass(frozen=True, slots=True)
class Story:
    """`person` counts into `people`; `is_web`, `with_phone` and `at_kiosk` hold one flag a basket."""

    journey: Journey
    households: dict[int, list[Person]]
    people: list[Person]
    person: Ints
    is_web: Flags
    with_phone: Flags
    at_kiosk: Flags

    def buyer(self, basket: int) -> Person:
        """The person who bought a basket, as they were known at that moment."""
        person: Person = self.people[self.person[basket]]
        later = self.journey.baskets.placed_at[basket] >= SIGNED_UP_AGAIN_AT
        return person.again if later and person.again else person

    def first_baskets(self, of: Flags) -> Iterator[tuple[Person, int]]:
        """Each person, and each second sign-up, with the first of the flagged baskets they bought."""
        places = np.flatnonzero(of)
        later = self.journey.baskets.placed_at[places] >= SIGNED_UP_AGAIN_AT
        has_again = np.array([person.again is not None for person in self.people], bool)[self.person[places]]
        _, first = np.unique(self.person[places] * 2 + (later & has_again), return_index=True)
        for basket in places[first].tolist():
            yield self.buyer(basket), basket


def tell(households: int | None = None) -> Story:
    """The whole story, or that of the first so many households."""
    journey = read(households)
    baskets = journey.baskets
    living = people_of(np.unique(baskets.household).tolist(), journey.demographics)
    is_web = dice.throws(baskets.household, "web household") < WEB_HOUSEHOLDS
    is_web &= dice.throws(baskets.id, "web basket") < WEB_BASKETS
    at_kiosk = _kiosk(journey, is_web)
    return Story(
        journey=journey,
        households=living,
        people=[person for people in living.values() for person in people],
        person=_buyers(journey, living),
        is_web=is_web,
        with_phone=(dice.throws(baskets.id, "phone") < PHONE_AT_TILL) & ~at_kiosk,
        at_kiosk=at_kiosk,
    )


def _buyers(journey: Journey, living: dict[int, list[Person]]) -> Ints:
    """The first grown-up buys seven baskets in ten, the second the rest."""
    sizes = np.array([len(people) for people in living.values()])
    household = np.searchsorted(np.array(list(living)), journey.baskets.household)
    second = (sizes[household] > 1) & (dice.throws(journey.baskets.id, "buyer") > 0.7)
    return np.asarray(np.cumsum(np.r_[0, sizes])[household] + second)


def _kiosk(journey: Journey, is_web: Flags) -> Flags:
    """In one week of autumn the busiest shop's till sends its own phone with forty people's cards."""
    baskets = journey.baskets
    stores, visits = np.unique(baskets.store, return_counts=True)
    there = (baskets.store == stores[visits.argmax()]) & ~is_web & (baskets.placed_at >= SIGNED_UP_AGAIN_AT + 13 * WEEK)
    places = np.flatnonzero(there)
    _, first = np.unique(baskets.household[places], return_index=True)
    flags = np.zeros(len(baskets), bool)
    flags[places[np.sort(first)[:KIOSK_PEOPLE]]] = True
    return flags
