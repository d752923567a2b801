"""What a business wants of its customer database, and what each wish needs: purposes and fields, and nothing more."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SETTING = "goals"
NAME = ("name", "first_name", "last_name")
ALWAYS = frozenset({*NAME, "email", "phone", "language", "tags", "created_at", "id", "avatar"})
"""Fields that every goal needs to recognise somebody by, or that only repeat what sources say."""


@dataclass(frozen=True)
class Goal:
    """One wish: the codes of its purposes, and the names of its fields in the order in which they are proposed."""

    code: str
    label: str | Promise
    about: str | Promise
    purposes: frozenset[str]
    fields: tuple[str, ...]


GOALS: dict[str, Goal] = {
    one.code: one
    for one in (
        Goal(
            "sell-again",
            _("Sell to the same people again"),
            _("See what each customer buys, and who has not come for a while."),
            frozenset({"service", "personalization", "analytics"}),
            (*NAME, "phone", "email", "city", "interests"),
        ),
        Goal(
            "serve-better",
            _("Serve people better"),
            _("Know who is at the counter or on the phone, and what was agreed."),
            frozenset({"service"}),
            (*NAME, "nickname", "honorific", "phone", "email", "language", "preferences", "description"),
        ),
        Goal(
            "newsletter",
            _("Send news and offers"),
            _("Write only to those who said yes, about what they like."),
            frozenset({"marketing"}),
            ("first_name", "email", "language", "interests"),
        ),
        Goal(
            "appointments",
            _("Make appointments and remind people of them"),
            _("A name, a number, and a note."),
            frozenset({"service"}),
            (*NAME, "phone", "email", "language"),
        ),
        Goal(
            "loyalty",
            _("Reward those who come often"),
            _("A card, points, and something nice on the birthday."),
            frozenset({"loyalty", "marketing"}),
            (*NAME, "phone", "email", "birthday"),
        ),
        Goal(
            "deliver",
            _("Deliver to people's homes"),
            _("Addresses that are right, and a number to call at the door."),
            frozenset({"service"}),
            (*NAME, "phone", "street", "city", "state", "postal_code", "country"),
        ),
        Goal(
            "chat",
            _("Talk with people where they chat"),
            _("One customer, whichever app they write from."),
            frozenset({"service"}),
            (*NAME, "line", "wechat", "whatsapp", "telegram", "facebook", "instagram"),
        ),
        Goal(
            "companies",
            _("Sell to companies"),
            _("Who works where, and what the company has agreed with you."),
            frozenset({"service", "analytics"}),
            (*NAME, "email", "phone", "job_title", "company", "industry", "employee_count", "plan", "website"),
        ),
        Goal(
            "understand",
            _("Understand who my customers are"),
            _("Groups and figures, and not a closer look at single people."),
            frozenset({"analytics"}),
            ("city", "country", "age_range", "gender"),
        ),
    )
}


def needed_fields(codes: Collection[str]) -> frozenset[str]:
    """The names of all fields that these goals need."""
    return ALWAYS.union(*(GOALS[code].fields for code in codes if code in GOALS))


def needed_purposes(codes: Collection[str]) -> frozenset[str]:
    """The codes of all purposes that these goals serve."""
    return frozenset().union(*(GOALS[code].purposes for code in codes if code in GOALS))
