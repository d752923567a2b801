"""Consent that SDKs state: kept with its origin beside the traits, never as one, and undone like everything else."""

from typing import Any

import msgspec
import pytest

from regulars.unify.customers.models import Golden, Record
from regulars.unify.facts.consent import is_readable, preferences
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Fact, Kind, raw
from regulars.unify.facts.models import Source
from tests.entries import entries
from tests.unify.telling import key, said, source, tell

road = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


def stating(fact: Fact, **categories: Any) -> Fact:
    """The same fact with preferences of consent in its context."""
    fact.context = raw({"consent": {"categoryPreferences": categories}})
    return fact


def consents(teller: Source, text: str) -> dict[str, tuple[Any, str]]:
    """Reserved name → answer and message, as the record of a source about an identifier has them."""
    records = Record.objects.filter(key=key(text), source=teller.pk, withdrawn=0).values_list("traits", flat=True)
    kept = {name: one for traits in records for name, one in entries(traits).items()}
    return {name: (one[0], one[2]) for name, one in kept.items() if name.startswith("consent.")}


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({}, {}),
        ({"consent": {}}, {}),
        ({"consent": {"categoryPreferences": {"Ads": True, "Sale": False}}}, {"Ads": True, "Sale": False}),
        ({"consent": {"categoryPreferences": {}}}, {"*": False}),
        ({"consent": {"categoryPreferences": {"โฆษณา": True}}}, {"โฆษณา": True}),
        ({"consentManagement": {"allowedConsentIds": ["C1"], "deniedConsentIds": ["C2"]}}, {"C1": True, "C2": False}),
        ({"consentManagement": {"allowedConsentIds": ["C1"], "deniedConsentIds": ["C1"]}}, {"C1": False}),
        ({"consentManagement": {"provider": "oneTrust", "allowedConsentIds": []}}, {}),
        (
            {
                "consentManagement": {"allowedConsentIds": ["Ads"]},
                "consent": {"categoryPreferences": {"Ads": False}},
            },
            {"Ads": False},
        ),
    ],
)
def test_preferences_are_read_as_segment_and_rudderstack_write_them(
    context: dict[str, Any], expected: dict[str, bool]
) -> None:
    assert preferences(context) == {f"consent.{category}": answer for category, answer in expected.items()}
    assert is_readable(context)


@pytest.mark.parametrize(
    "context",
    [
        {"consent": {"categoryPreferences": {"Ads": "yes"}}},
        {"consent": {"categoryPreferences": ["Ads"]}},
        {"consentManagement": {"allowedConsentIds": "Ads"}},
        {"consentManagement": {"deniedConsentIds": [7]}},
    ],
)
def test_what_is_neither_yes_nor_no_is_no_consent(context: dict[str, Any]) -> None:
    assert preferences(context) == {}
    assert not is_readable(context)


class TestOnTheRoad:
    pytestmark = road

    def test_every_kind_of_call_may_state_it(self) -> None:
        shop = source(SourceKind.SERVER)
        user = ("user_id", "u1")

        for number, kind in enumerate((Kind.IDENTIFY, Kind.TRACK, Kind.PAGE, Kind.SCREEN, Kind.ALIAS, Kind.GROUP)):
            event, group = ("E" if kind == Kind.TRACK else ""), ("g1" if kind == Kind.GROUP else "")
            fact = said(kind, f"m{number}", user, ago=100 - number, event=event, group=group)
            tell(shop, stating(fact, **{kind.value: True}))

        calls = ("identify", "track", "page", "screen", "alias", "group")
        assert consents(shop, "u1") == {f"consent.{c}": (True, f"m{n}") for n, c in enumerate(calls)}

    def test_the_newest_answer_stands_whatever_arrives_last(self) -> None:
        shop = source(SourceKind.SERVER)
        user = ("user_id", "u1")

        tell(shop, stating(said(Kind.PAGE, "withdrawn", user, ago=10), Ads=False, Email=True))
        tell(shop, stating(said(Kind.PAGE, "given", user, ago=99), Ads=True))

        assert consents(shop, "u1") == {
            "consent.Ads": (False, "withdrawn"),
            "consent.Email": (True, "withdrawn"),
        }

    def test_it_is_never_a_trait_of_a_customer(self) -> None:
        shop = source(SourceKind.SERVER)
        fact = said(Kind.IDENTIFY, "m1", ("user_id", "u1"), first_name="Aree", **{"consent.Ads": True})  # type: ignore[arg-type]

        tell(shop, stating(fact, Ads=False))

        [golden] = Golden.objects.all()
        assert msgspec.json.decode(golden.traits).keys() == {"first_name", "consent_Ads"}
        assert consents(shop, "u1") == {"consent.Ads": (False, "m1")}

    def test_it_makes_no_customer_of_a_visitor(self) -> None:
        page = source(SourceKind.BROWSER)

        tell(page, stating(said(Kind.PAGE, "m1", ("anonymous_id", "a1")), Ads=True))

        assert not Golden.objects.exists()
        assert consents(page, "a1") == {"consent.Ads": (True, "m1")}

    def test_what_a_public_source_says_stays_its_own_claim(self) -> None:
        shop, page = source(SourceKind.SERVER), source(SourceKind.BROWSER)

        tell(shop, stating(said(Kind.IDENTIFY, "told", ("user_id", "u1"), first_name="Aree"), Ads=False))
        claim = said(Kind.IDENTIFY, "claimed", ("anonymous_id", "a1"), ("user_id", "u1"), ago=1)
        tell(page, stating(claim, Ads=True))

        assert consents(shop, "u1") == {"consent.Ads": (False, "told")}
        assert consents(page, "u1") == {}
        assert consents(page, "a1") == {"consent.Ads": (True, "claimed")}
