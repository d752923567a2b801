"""Sign-ups at the till and in the web shop, households, companies: made up, around real first purchases."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from faker import Faker

from regulars.unify.facts.fact import Fact, Kind, raw

from . import dice
from .bundle import SERVER, TILL
from .made import Made
from .orders import online
from .people import Person, faker_of
from .scripts import script_of
from .story import MINUTE, SECOND, Story

COMPANIES = 40
EMPLOYED = 0.25
OPENED_BEFORE = 11 * MINUTE + 10 * SECOND
"""How long before its first order an account is opened: seconds before the browser can sign in to it."""
INDUSTRIES = ("Retail", "Health care", "Manufacturing", "Education", "Software", "Transport", "Restaurants")


def members(story: Story) -> Iterator[Made]:
    """Every sign-up, household and company."""
    return chain(_cards(story), _accounts(story))


def _cards(story: Story) -> Iterator[Made]:
    """A card is filled in before its first basket at the till; the household is noted with it."""
    for person, basket in story.first_baskets(~story.is_web):
        placed_at = int(story.journey.baskets.placed_at[basket])
        card = [("member_card", person.card)]
        name = f"{person.card}-{person.serial}"
        yield TILL, _said(Kind.IDENTIFY, f"card-{name}", placed_at - 2 * MINUTE, card, person.traits("card"))
        yield TILL, _in_household(story, person, f"household-{name}", placed_at - 2 * MINUTE + SECOND)


def _accounts(story: Story) -> Iterator[Made]:
    """An account is opened minutes before its first order; some give their member card as well."""
    companies = _companies()
    for person, basket in story.first_baskets(story.is_web):
        opened_at = int(story.journey.baskets.placed_at[basket]) - OPENED_BEFORE
        traits = person.traits("account")
        if dice.throw(person.serial, "linked card") < 0.6:
            traits["member_card"] = person.card
        yield SERVER, _said(Kind.IDENTIFY, f"account-{person.user_id}", opened_at, online(person), traits)
        if dice.throw(person.serial, "employed") < EMPLOYED:
            yield SERVER, _at_company(companies, person, opened_at + SECOND)


def _said(
    kind: Kind, message_id: str, occurred_at: int, identifiers: list[tuple[str, str]], traits: dict[str, Any]
) -> Fact:
    return Fact(kind=kind, message_id=message_id, occurred_at=occurred_at, identifiers=identifiers, traits=raw(traits))


def _in_household(story: Story, person: Person, message_id: str, occurred_at: int) -> Fact:
    head = story.households[person.household][0]
    traits = {"name": head.script.home.format(head.last_name)} | head.address
    fact = _said(Kind.GROUP, message_id, occurred_at, [("member_card", person.card)], traits)
    fact.group, fact.group_kind = str(person.household), "household"
    return fact


def _at_company(companies: dict[str, list[dict[str, Any]]], person: Person, occurred_at: int) -> Fact:
    own = companies[person.script.locale]
    company = own[dice.pick(person.serial, "company", len(own))]
    fact = _said(Kind.GROUP, f"company-{person.user_id}", occurred_at, [("user_id", person.user_id)], company["traits"])
    fact.group, fact.group_kind = company["id"], "company"
    return fact


def _companies() -> dict[str, list[dict[str, Any]]]:
    """By locale: {"id", "traits"} of each company."""
    found: dict[str, list[dict[str, Any]]] = {}
    for number in range(COMPANIES):
        locale = script_of(number).locale
        fake: Faker = faker_of(locale)
        fake.seed_instance(f"company-{number}")
        traits = {
            "name": fake.company(),
            "industry": INDUSTRIES[dice.pick(number, "industry", len(INDUSTRIES))],
            "employee_count": 3 + dice.pick(number, "employees", 400),
        }
        found.setdefault(locale, []).append({"id": f"c{number + 1}", "traits": traits})
    return found
