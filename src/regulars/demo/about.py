"""Says which part of the demo is real and which is made up."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def describe() -> str | Promise:
    """Three sentences for the command line."""
    return _(
        "Real: one year of a grocery chain (84.51° “The Complete Journey”): every basket with its store, time, "
        "products, prices, discounts and coupons, and the households' campaigns, redemptions and demographics. "
        "Made up: the people with their names, addresses, e-mails, phones, birthdays, cards and accounts, companies, "
        "which baskets were bought online, the visits around those, and the refunds (marked made_up). "
        "The dates are moved by whole weeks so that the year has just ended."
    )
