"""Real campaigns and redeemed coupons, and the household panel as an imported file."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from regulars.unify.facts.fact import Fact, Kind, raw

from .bundle import CAMPAIGNS, PANEL
from .made import Made
from .people import Person
from .story import MINUTE, SECOND, Story

MORNING = 14 * 60 * MINUTE
PANEL_AT = 1_498_824_000 * SECOND
"""2017-06-30 12:00 UTC, when the file was written; made up, as the data gives no day."""
MARRIED = {"Married": "married", "Unmarried": "single"}
CHILDREN = {"0": 0, "1": 1, "2": 2, "3+": 3}


def campaigns(story: Story) -> Iterator[Made]:
    """What campaigns sent, what was redeemed, and what is known of households."""
    return chain(_sent(story), _redeemed(story), _panel(story))


def _head(story: Story, household: int) -> Person:
    return story.households[household][0]


def _sent(story: Story) -> Iterator[Made]:
    """The day is real; the hour is made up."""
    for campaign_id, household in story.journey.recipients:
        campaign = story.journey.campaigns[campaign_id]
        days = (campaign.ends_at - campaign.starts_at) // (24 * 60 * MINUTE)
        sent = {"campaign_id": str(campaign_id), "name": f"Campaign {campaign_id}", "type": campaign.type, "days": days}
        yield (
            CAMPAIGNS,
            Fact(
                kind=Kind.TRACK,
                event="Campaign Sent",
                message_id=f"campaign-{campaign_id}-{household}",
                occurred_at=campaign.starts_at + MORNING,
                identifiers=[("member_card", _head(story, household).card)],
                properties=raw(sent),
            ),
        )


def _redeemed(story: Story) -> Iterator[Made]:
    baskets = story.journey.baskets
    for redeemed in story.journey.redemptions:
        used: dict[str, Any] = {
            "order_id": str(baskets.id[redeemed.basket]),
            "coupon_id": str(redeemed.coupon),
            "coupon_name": f"Campaign {redeemed.campaign}",
            "campaign_id": str(redeemed.campaign),
        }
        if redeemed.product_id:
            used["product_id"] = str(redeemed.product_id)
        yield (
            CAMPAIGNS,
            Fact(
                kind=Kind.TRACK,
                event="Coupon Applied",
                message_id=f"coupon-{redeemed.campaign}-{redeemed.coupon}-{used['order_id']}",
                occurred_at=int(baskets.placed_at[redeemed.basket]) - 5 * SECOND,
                identifiers=[("member_card", story.buyer(redeemed.basket).card)],
                properties=raw(used),
            ),
        )


def _panel(story: Story) -> Iterator[Made]:
    """One row a household; what the file leaves open stays open."""
    for row, known in enumerate(story.journey.demographics, 1):
        household = int(known["household_id"])
        yield (
            PANEL,
            Fact(
                kind=Kind.IDENTIFY,
                message_id=f"panel-{household}",
                occurred_at=PANEL_AT,
                identifiers=[("external_id", str(household)), ("member_card", _head(story, household).card)],
                traits=raw(_demographics(known)),
                row=row,
            ),
        )


def _demographics(known: dict[str, Any]) -> dict[str, Any]:
    told = {key: value for key, value in known.items() if isinstance(value, str)}
    traits = {
        "age_range": told.get("age"),
        "income": told.get("income"),
        "home_ownership": told.get("home_ownership"),
        "marital_status": MARRIED.get(told.get("marital_status", "")),
        "household_size": told.get("household_size"),
        "household_composition": told.get("household_comp"),
        "children": CHILDREN.get(told.get("kids_count", "")),
    }
    return {key: value for key, value in traits.items() if value is not None}
