"""What one source says of one key is bounded, whatever strangers make up."""

import random

from regulars.unify.customers.records import MOST_TRAITS, Traits, merge
from regulars.unify.customers.survivorship import Said


def said(*names: str, at: int = 1) -> Traits:
    return {name: Said("x", at, "m", 0) for name in names}


def test_a_record_holds_so_many_made_up_traits_and_every_declared_one() -> None:
    record: Traits = {}

    for number in range(20):
        merge(record, said(*(f"made_up_{number:02}_{n:02}" for n in range(50)), "zzz_last", "consent.news"))
    merge(record, said("email", "city", "birthday"))

    others = record.keys() - {"email", "city", "birthday", "consent.news"}
    assert len(others) == MOST_TRAITS
    assert {"email", "city", "birthday"} < record.keys()


def test_which_traits_are_held_does_not_depend_on_their_order() -> None:
    facts = [said(*(f"t{number}_{n}" for n in range(30)), at=number) for number in range(40)]
    one: Traits = {}
    other: Traits = {}

    for fact in facts:
        merge(one, fact)
    for fact in random.Random(3).sample(facts, len(facts)):
        merge(other, fact)

    assert one == other


def test_traits_within_the_bound_all_stay() -> None:
    record: Traits = {}

    merge(record, said(*(f"t{n}" for n in range(MOST_TRAITS)), "name"))

    assert len(record) == MOST_TRAITS + 1
