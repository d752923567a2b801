from collections import Counter

from regulars.demo.journey import Journey
from regulars.demo.story import Story
from regulars.unify.facts import normalize
from regulars.unify.facts.fact import Fact
from tests.demo.conftest import parsed

Said = dict[str, list[Fact]]


def test_every_identifier_is_one_that_the_road_keeps(said: Said) -> None:
    refused = {
        (type_, value)
        for facts in said.values()
        for fact in facts
        for type_, value in fact.identifiers
        if normalize.identifier(type_, value, "US") is None
    }

    assert refused == set()


def test_every_trait_is_one_that_the_road_keeps(said: Said) -> None:
    problems = [
        problem
        for fact in said["identify"] + said["group"]
        for problem in normalize.traits(parsed(fact.traits), "US")[1]
    ]

    assert problems == []


def test_card_is_filled_in_before_its_first_order(said: Said) -> None:
    filled_in = {
        fact.identifiers[0][1]: fact.occurred_at
        for fact in reversed(said["identify"])
        if fact.message_id.startswith("card-")
    }

    first_order: dict[str, int] = {}
    for fact in said["Order Completed"]:
        type_, card = fact.identifiers[0]
        if type_ == "member_card":
            first_order.setdefault(card, fact.occurred_at)

    assert first_order.keys() == filled_in.keys()
    assert all(filled_in[card] < first_order[card] for card in first_order)


def test_everyone_with_a_card_is_in_the_real_household(said: Said, small_story: Story) -> None:
    households = {fact.group for fact in said["group"] if fact.group_kind == "household"}

    assert households == {str(household) for household in small_story.households}


def test_panel_has_the_real_rows(said: Said, small_story: Story) -> None:
    journey: Journey = small_story.journey

    rows = {
        dict(fact.identifiers)["external_id"]: (fact.row, parsed(fact.traits)["age_range"])
        for fact in said["identify"]
        if fact.message_id.startswith("panel-")
    }

    assert rows == {
        str(known["household_id"]): (row, known["age"]) for row, known in enumerate(journey.demographics, 1)
    }


def test_campaigns_reach_who_they_really_reached(said: Said, small_story: Story) -> None:
    sent = Counter(parsed(fact.properties)["campaign_id"] for fact in said["Campaign Sent"])

    assert sent == Counter(str(campaign) for campaign, _ in small_story.journey.recipients)
    assert len(said["Coupon Applied"]) == len(small_story.journey.redemptions)
