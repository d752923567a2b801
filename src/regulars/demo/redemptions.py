"""Which basket, and which line of it, a redeemed coupon belongs to: the data gives only household and day."""

from typing import NamedTuple

import pandas as pd

from .dice import Ints

DAY_ZONE = "America/New_York"


class Redemption(NamedTuple):
    """A coupon used in a basket (its place in time order), on a product or, where none fits, on the basket."""

    household: int
    coupon: int
    campaign: int
    basket: int
    product_id: int


def match(redeemed: pd.DataFrame, coupons: pd.DataFrame, lines: pd.DataFrame, baskets: Ints) -> list[Redemption]:
    """Each redemption with its basket; `lines` in time order, `baskets` their ids in the same order."""
    redeemed = redeemed.reset_index(drop=True).rename_axis("number").reset_index()
    bought = _bought(lines[lines.household_id.isin(redeemed.household_id)])
    same_day = redeemed.merge(bought, left_on=["household_id", "redemption_date"], right_on=["household_id", "day"])
    meant = coupons[["coupon_upc", "product_id", "campaign_id"]].drop_duplicates().assign(fits=True)
    chosen = (
        same_day.merge(meant, on=["coupon_upc", "product_id", "campaign_id"], how="left")
        .assign(fits=lambda rows: rows.fits.eq(True), paid_less=lambda rows: rows.coupon_disc > 0)
        .sort_values(["number", "fits", "paid_less"], ascending=[True, False, False], kind="stable")
        .drop_duplicates("number")
    )
    product = chosen.product_id.where(chosen.fits, 0)
    place = pd.Index(baskets).get_indexer(chosen.basket_id)
    columns = (chosen.household_id, chosen.coupon_upc, chosen.campaign_id, pd.Series(place), product)
    return [Redemption(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _bought(lines: pd.DataFrame) -> pd.DataFrame:
    local = lines.transaction_timestamp.dt.tz_localize("UTC").dt.tz_convert(DAY_ZONE).dt.tz_localize(None)
    return lines[["household_id", "basket_id", "product_id", "coupon_disc"]].assign(day=local.dt.normalize())
