"""The workbench's pages: who may, what is shown, and the way from a cluster to a merger and back."""

from pathlib import Path

import pytest
from django.urls import reverse

from regulars.base.audit import queries as audit
from regulars.base.fields.masks import EVERYTHING
from regulars.base.jobs.worker import run_waiting
from regulars.base.staff.enums import Reach
from regulars.base.staff.models import User
from regulars.protect.privacy.services import erase_customer
from regulars.unify.customers.queries import customer
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.quality.models import CleaningStep
from tests.conftest import May
from tests.html import complaints
from tests.unify.pages import signed_in, words
from tests.unify.telling import drain, key, said, source, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture(autouse=True)
def cities(data_folder: Path) -> None:
    server = source(SourceKind.SERVER)
    said_so = [("u1", "Bangkok"), ("u2", "bangkok"), ("u3", "Bangkok"), ("u4", "<b>กรุงเทพ</b>")]
    tell(server, *(said(Kind.IDENTIFY, who, ("user_id", who), city=city) for who, city in said_so))


def page(field: str = "city") -> str:
    return reverse("quality:workbench", args=[field])


def test_clusters_and_values_are_shown_with_their_counts() -> None:
    shown = signed_in().get(page())

    text = words(shown)
    assert complaints(shown.content.decode()) == []
    assert "Bangkok 2 bangkok 1" in text
    assert "<b>กรุงเทพ</b> 1" in text
    assert b"<b>\xe0" not in shown.content


@pytest.mark.parametrize("query", ["?method=phonetic", "?method=nearest&find=bang", "?method=nonsense", "?find=zzz"])
def test_every_way_of_looking_is_a_valid_page(query: str) -> None:
    assert complaints(signed_in().get(page() + query).content.decode()) == []


def test_a_cluster_is_merged_and_taken_back() -> None:
    client = signed_in()

    client.post(reverse("quality:merge-values", args=["city"]), {"value": ["bangkok"], "into": "Bangkok", "keep": "on"})
    run_waiting()
    drain()
    step = CleaningStep.objects.get()
    merged = customer(key("u2"), sight=EVERYTHING).traits["city"]
    listed = words(client.get(page()))
    client.post(reverse("quality:undo-cleaning", args=[step.pk]))
    drain()

    assert merged == "Bangkok"
    assert "rule at the doors" in listed
    assert customer(key("u2"), sight=EVERYTHING).traits["city"] == "bangkok"
    assert "taken back" in words(client.get(reverse("quality:cleaning")))


def test_what_cannot_be_done_is_said() -> None:
    answer = signed_in().post(reverse("quality:merge-values", args=["city"]), {"into": "Bangkok"}, follow=True)

    assert "Tick the values that mean the same" in words(answer)


def test_names_cannot_be_looked_at(may: May) -> None:
    assert signed_in().get(page("first_name")).status_code == 404
    assert may("quality.see").get(page("income")).status_code == 404


def test_who_may_only_see_gets_no_buttons(may: May) -> None:
    reader = may("quality.see")

    assert "All of them become" not in words(reader.get(page()))
    assert reader.post(reverse("quality:merge-values", args=["city"])).status_code == 403
    assert may("customers.see").get(page()).status_code == 403


def test_whoever_sees_some_customers_only_counts_no_values_and_takes_no_step_back() -> None:
    owner = signed_in()
    owner.post(reverse("quality:merge-values", args=["city"]), {"value": "bangkok", "into": "Bangkok"})
    run_waiting()
    step = CleaningStep.objects.get()
    User.objects.update(reach=Reach.OWN)

    pages = [owner.get(page()), owner.get(reverse("quality:cleaning"))]
    pages += [owner.post(reverse(f"quality:{act}", args=[step.pk])) for act in ("undo-cleaning", "end-cleaning-rule")]

    assert {one.status_code for one in pages} == {403}


def test_what_was_searched_goes_with_whoever_it_was_about() -> None:
    server = source(SourceKind.TILL)
    tell(server, said(Kind.IDENTIFY, "x", ("user_id", "x"), email="mali@shop.example", name="Mali Saetang", city="Pai"))
    client = signed_in()
    for text in ("pai", "mali saetang", "mali@shop.example", "bangk", "zzz", ""):
        client.get(page(), {"find": text})

    erase_customer(key("x"), actor="owner")
    drain()

    ids = [line.pk for line in audit.entries(action="quality.facet")]
    assert sorted(audit.texts(ids).values()) == ["bangk", "•••", "•••", "•••"]


def test_what_many_answer_is_not_kept_as_it_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.unify.quality.cleaning.views.FEW", 1)

    signed_in().get(page(), {"find": "bangk"})

    line = audit.entries(action="quality.facet").get()
    assert (audit.texts([line.pk]), line.fields, line.subject_count) == ({line.pk: "•••"}, ["city"], 0)


def test_a_step_forgets_spellings_that_name_who_is_erased() -> None:
    server = source(SourceKind.TILL)
    tell(server, said(Kind.IDENTIFY, "x", ("user_id", "x"), email="mali@shop.example", city="at Mali@shop.example"))
    client = signed_in()
    for values, into in ((["at Mali@shop.example", "bangkok"], "Bangkok"), (["Bangkok"], "mali@shop.example")):
        merged = {"value": values, "into": into, "keep": "on"}
        client.post(reverse("quality:merge-values", args=["city"]), merged)
    run_waiting()
    drain()

    erase_customer(key("x"), actor="owner")
    drain()

    steps = [(step.values, step.into, step.rule_until is None) for step in CleaningStep.objects.order_by("pk")]
    assert steps == [(["bangkok"], "Bangkok", True), (["Bangkok"], "•••", False)]
