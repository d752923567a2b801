"""The pages of the data dictionary: what they show, what they change, and what they refuse."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regulars.base.audit.models import AuditEntry
from regulars.base.fields import queries, services, usage
from regulars.base.fields.enums import Basis, Category, Sensitivity, Type
from regulars.base.fields.services import Said
from regulars.base.fields.usage import Usage
from regulars.base.web import preferences

May = Callable[..., Client]

pytestmark = pytest.mark.django_db

SHOE = {
    "label_en": "Shoe size",
    "label_fa": "سایز کفش",
    "category": "custom",
    "purposes": ["marketing"],
    "sensitivity": "ordinary",
    "minimum": "15",
    "maximum": "50",
    "retention": "365",
}
USED = Usage(
    customers=200,
    filled={"name": 200, "city": 50, "shoe_size": 1},
    unfit={"shoe_size": 3},
    sampled=100,
    sources={"name": {"Till": 30, "Web": 60, "List": 2}},
    doubtful={"shoe_size": {"Web": 2}},
    undeclared={"favouriteTea": {"Web": 7}, "mali@shop.example": {"Web": 1}, "0861112233": {"Web": 1}},
)


@pytest.fixture(autouse=True)
def used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usage, "providers", [lambda: USED])


@pytest.fixture
def editor(may: May) -> Client:
    return may("fields.see", "fields.edit")


def declare(label: str = "Shoe size", **said: Any) -> None:
    services.declare_field(Type.INTEGER, Said({"en": label}, **said), actor="owner")


def test_list_shows_fields_by_group_with_their_use(may: May) -> None:
    page = may("fields.see").get("/fields/").content.decode()

    assert page.index("Identity") < page.index("Contact") < page.index("Demographics")
    assert "100 %" in page
    assert "25 %" in page
    assert "<bdi>Web</bdi>, <bdi>Till</bdi>" in " ".join(page.split())
    assert "sample of 100 customers" in page


def test_list_flags_what_nobody_needs_and_what_nobody_declared(editor: Client) -> None:
    declare()

    page = editor.get("/fields/").content.decode()

    assert "1 field has no purpose" in page
    assert "no purpose</span>" in page
    assert "favouriteTea" in page
    assert "/fields/add/?name=favouriteTea" in page
    assert "mali@" not in page
    assert "0861112233" not in page


def test_who_only_sees_fields_is_offered_no_change(may: May) -> None:
    declare()
    browser = may("fields.see")

    pages = browser.get("/fields/").content.decode() + browser.get("/fields/shoe_size/").content.decode()

    assert "/fields/add/" not in pages
    assert "/edit/" not in pages
    assert browser.get("/fields/shoe_size/edit/").status_code == 403
    assert browser.post("/fields/shoe_size/retire/").status_code == 403


def test_list_asks_the_same_of_the_database_however_many_fields(
    may: May, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = may("fields.see")
    declare("One")
    keep_settings()
    with django_assert_num_queries(2):
        browser.get("/fields/")
    declare("Two")
    declare("Three")
    keep_settings()

    with django_assert_num_queries(2):
        browser.get("/fields/")


def keep_settings() -> None:
    """Read settings no more, as within the seconds after a reading."""
    preferences.keep(preferences.everything(), float("inf"))
    queries.current()


def test_type_is_chosen_first(editor: Client) -> None:
    page = editor.get("/fields/add/?name=favouriteTea").content.decode()

    assert "?type=choice&amp;name=favouriteTea" in page
    assert editor.get("/fields/add/?type=nonsense").status_code == 404


def test_declaring_a_field_makes_it_known_and_audited(editor: Client) -> None:
    response = editor.post("/fields/add/?type=integer", SHOE)

    field = queries.field("shoe_size")
    assert response.headers["Location"] == "/fields/shoe_size/"
    assert (field.type, field.category, field.purposes) == (Type.INTEGER, Category.CUSTOM, frozenset({"marketing"}))
    assert (field.validation.minimum, field.validation.maximum, field.retention) == (15, 50, 365)
    entry = AuditEntry.objects.get(action="field.declare")
    assert "shoe_size" in entry.fields


def test_choices_are_declared_row_by_row(editor: Client) -> None:
    rows = {"choice-rows": "3", "choice-0-en": "Green tea", "choice-0-th": "ชาเขียว", "choice-1-code": "oolong"}

    editor.post("/fields/add/?type=choice", {"label_en": "Tea", "category": "custom", "sensitivity": "ordinary"} | rows)

    field = queries.field("tea")
    assert field.validation.choices == ("green_tea", "oolong")
    assert [str(field.words[code]) for code in field.validation.choices] == ["Green tea", "oolong"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"label_en": ""}, "Write what the field is called."),
        ({"label_en": "First name", "label_fa": ""}, "There is already a field “first_name”."),
        ({"label_en": "Position", "label_fa": ""}, "“position” means something to Regulars."),
        ({"minimum": "60"}, "The largest value is smaller than the smallest one."),
        ({"retention": "0"}, "Ensure this value is greater than or equal to 1."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(editor: Client, said: dict[str, str], words: str) -> None:
    response = editor.post("/fields/add/?type=integer", SHOE | {"label_fa": ""} | said)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert queries.find_field("shoe_size") is None


def test_changing_a_field_keeps_its_name_and_type(editor: Client) -> None:
    declare()

    page = editor.get("/fields/shoe_size/edit/").content.decode()
    response = editor.post("/fields/shoe_size/edit/", SHOE | {"label_en": "Size of shoe"})

    field = queries.field("shoe_size")
    assert 'value="Shoe size"' in page
    assert response.status_code == 302
    assert (str(field.label), field.type) == ("Size of shoe", Type.INTEGER)
    assert AuditEntry.objects.get(action="field.change").fields == sorted(
        ["shoe_size", "labels", "purposes", "retention", "sensitivity", "validation"]
    )


def test_page_of_a_field_says_what_does_not_fit_and_who_sent_it(may: May) -> None:
    declare()

    page = may("fields.see").get("/fields/shoe_size/").content.decode()

    assert "3 customers have a value that does not fit the type." in page
    assert "<bdi>Web</bdi> sent 2 values that are not as described here." in page
    assert "Nobody has said what this is collected for." in page


def test_retiring_and_bringing_back(editor: Client) -> None:
    declare()

    editor.post("/fields/shoe_size/retire/")
    retired = queries.field("shoe_size").is_retired
    page = editor.get("/fields/").content.decode()
    editor.post("/fields/shoe_size/restore/")

    assert retired
    assert page.index("Retired") < page.index("Shoe size")
    assert not queries.field("shoe_size").is_retired


def test_unknown_field_is_not_found(editor: Client) -> None:
    assert [editor.get(f"/fields/nothing/{part}").status_code for part in ("", "edit/")] == [404, 404]
    assert editor.get("/fields/purposes/nothing/").status_code == 404


def test_purposes_are_listed_added_and_changed(editor: Client) -> None:
    added = editor.post("/fields/purposes/add/", {"label_en": "Home delivery", "basis": "contract"})
    editor.post("/fields/purposes/marketing/", {"label_en": "Newsletter", "basis": "legitimate_interests"})
    page = editor.get("/fields/purposes/").content.decode()

    assert added.status_code == 302
    assert queries.purpose("home_delivery").basis == Basis.CONTRACT
    assert (str(queries.purpose("marketing").label), queries.purpose("marketing").basis) == (
        "Newsletter",
        Basis.LEGITIMATE_INTERESTS,
    )
    assert "Home delivery" in page
    assert editor.post("/fields/purposes/add/", {"label_en": "", "basis": "contract"}).status_code == 422
    assert editor.post("/fields/purposes/add/", {"label_en": "Home delivery", "basis": "contract"}).status_code == 422


def test_special_fields_are_marked_and_said_to_be_sealed(editor: Client) -> None:
    editor.post("/fields/add/?type=integer", SHOE | {"sensitivity": "special"})

    page = editor.get("/fields/shoe_size/").content.decode()

    assert queries.field("shoe_size").sensitivity is Sensitivity.SPECIAL
    assert "sealed wherever it is kept" in page
    assert "being sealed or opened" in page
