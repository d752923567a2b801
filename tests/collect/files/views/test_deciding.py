"""The pages on which people decide: the upload, what was found, columns, and by what right a list comes in."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from regulars.base.fields.masks import WHOLE
from regulars.base.fields.queries import find_field
from regulars.base.staff import roles
from regulars.base.staff.enums import Role
from regulars.collect.files import queries, services
from regulars.collect.files.enums import State
from regulars.collect.files.making import template
from regulars.collect.files.mapping import Column, Kind, Mapping
from regulars.collect.files.models import Import
from tests.collect.files.bringing import offered, source, staged
from tests.conftest import May
from tests.html import complaints

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder")]

EDIT = ("imports.see", "imports.edit")
LIST = "ชื่อ,เบอร์โทร,วันเกิด,เพศ,รองเท้า\r\nAnn Lee,0812345678,03/04/2530,ช,37\r\nBob Fox,0812345679,24/12/2531,x,42\r\n"
SCRIPT = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def seeing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever `may` do something sees as much as those who brought the files."""
    monkeypatch.setitem(roles.MASKS, Role.VIEWER, WHOLE)


def uploaded(content: str = LIST, name: str = "people.csv") -> Import:
    return services.upload(io.BytesIO(content.encode()), name, actor="owner")


def page(client: Client, address: str, **said: Any) -> str:
    """The page, which is valid HTML."""
    text = client.get(address, **said).content.decode()
    assert complaints(text) == []
    return text


def test_nothing_yet_invites_to_begin(may: May) -> None:
    text = page(may(*EDIT), "/imports/")

    assert "Most shops begin with a spreadsheet." in text
    assert 'enctype="multipart/form-data"' in text
    assert text.count('href="/imports/templates/') == 2 * len(Kind)


def test_who_may_only_look_is_offered_no_upload_and_no_undo(may: May) -> None:
    Import.objects.create(name="a.csv", state=State.DONE, actor="owner", created_at=1)

    text = page(may("imports.see"), "/imports/")

    assert "a.csv" in text
    assert "multipart" not in text
    assert "/undo/" not in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_equally_often(may: May, number: int, django_assert_max_num_queries: Any) -> None:
    for place in range(number):
        Import.objects.create(name=f"{place}.csv", state=State.DONE, source=source(), actor="user:1", created_at=1)
    client = may(*EDIT)

    with django_assert_max_num_queries(14):
        client.get("/imports/")


def test_a_list_with_work_under_way_asks_again(may: May) -> None:
    Import.objects.create(name="a.csv", state=State.RUNNING, actor="owner", created_at=1)

    text = may(*EDIT).get("/imports/", headers=SCRIPT).content.decode()

    assert text.lstrip().startswith('<section class="sheet" id="imports" hx-get=')


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_a_template_is_downloaded(may: May, format_: str) -> None:
    answer = may("imports.see").get(f"/imports/templates/order_lines/?format={format_}")

    assert answer["Content-Disposition"] == f'attachment; filename="regulars-order-lines.{format_}"'
    assert len(answer.content) > 100
    assert format_ != "csv" or answer.content == template(Kind.ORDER_LINES, "en", "csv")


@pytest.mark.parametrize("address", ["templates/nonsense/", "templates/orders/?format=exe", "7/", "7/report/"])
def test_what_is_not_there_is_not_found(may: May, address: str) -> None:
    assert may(*EDIT).get(f"/imports/{address}").status_code == 404


def test_a_file_becomes_an_import_of_whom_its_page_says(may: May) -> None:
    from_ = source("Fair")
    file = SimpleUploadedFile("C:\\lists\\people.csv", LIST.encode())

    answer = may(*EDIT).post("/imports/upload/", {"file": file, "source": from_})

    row = Import.objects.get()
    assert answer["Location"] == f"/imports/{row.pk}/"
    assert (row.name, row.source, row.state) == ("people.csv", from_, State.UPLOADED)
    assert may(*EDIT).get(answer["Location"])["Location"] == f"/imports/{row.pk}/look/"


def test_without_a_file_the_page_says_so(may: May) -> None:
    client = may(*EDIT)

    plain = client.post("/imports/upload/")
    scripted = client.post("/imports/upload/", headers={"Accept": "application/json"})

    assert (plain.status_code, "Choose a file first." in plain.content.decode()) == (422, True)
    assert (scripted.status_code, scripted.json()) == (422, {"error": "Choose a file first."})
    assert not Import.objects.exists()


def test_a_corrected_file_takes_over_what_was_decided(may: May) -> None:
    before = offered([("1", "ann@shop.co.th", None, "Ann Lee", "Bangkok")])
    file = SimpleUploadedFile("again.csv", b"Number,E-mail,Phone,Name,City\r\n1,ann@shop.co.th,,Ann Lee,Phuket\r\n")

    may(*EDIT).post("/imports/upload/", {"file": file, "again": before.pk})

    after = Import.objects.exclude(pk=before.pk).get()
    assert (after.source, after.mapping != {}, after.basis) == (before.source, True, before.basis)


def test_what_was_found_is_shown_and_read_anew(may: May) -> None:
    row = uploaded("a;b\r\n1,5;2\r\n3;4\r\n")
    client, address = may(*EDIT), f"/imports/{row.pk}/look/"

    first = page(client, address)
    part = client.post(address, {"delimiter": ",", "header_row": "۰"}, headers=SCRIPT).content.decode()

    assert '<option value=";" selected>Semicolon</option>' in first
    assert '<option value="," selected>Comma</option>' in part
    assert "<html" not in part
    assert queries.options_of(queries.find(row.pk)).header_row == 0


def test_a_file_that_is_none_is_said_so_and_can_be_deleted(may: May) -> None:
    row = uploaded("", "empty.csv")
    client = may(*EDIT)

    text = page(client, f"/imports/{row.pk}/look/")
    client.post(f"/imports/{row.pk}/delete/")

    assert "There is nothing in this file." in text
    assert not Import.objects.exists()


def test_columns_are_told_with_samples_read_aloud(may: May) -> None:
    row = uploaded()

    text = page(may(*EDIT), f"/imports/{row.pk}/columns/")

    assert '<option value="trait:birthday" selected>' in text
    assert "3 Apr 1987" in text
    assert "No field holds this yet." in text
    assert '<option value="TH" selected>' in text


@pytest.mark.parametrize(("cell", "is_told"), [("17", True), ("bcdfg-17", False)])
def test_plain_ids_are_told_to_say_nothing_of_their_database(may: May, cell: str, *, is_told: bool) -> None:
    row = uploaded(f"Regulars ID,Name\r\n{cell},Ann Lee\r\n")

    text = page(may(*EDIT), f"/imports/{row.pk}/columns/")

    assert ("These IDs do not say which database they are from." in text) is is_told


def test_one_line_follows_what_is_chosen_in_it(may: May) -> None:
    row = uploaded()
    said = {"kind": "customers", "kind_before": "customers", "source": "Lists", "region": "TH"}

    line = may(*EDIT).post(f"/imports/{row.pk}/columns/3/", {**said, "c3-target": "trait:gender", "c3-v0": "x"})
    lost = may(*EDIT).post(f"/imports/{row.pk}/columns/99/", said)

    text = line.content.decode()
    assert complaints(text) == []
    assert "What its values mean" in text
    assert "not understood" in text
    assert lost.status_code == 404


def test_what_was_said_of_columns_is_kept(may: May) -> None:
    row = uploaded()
    said = {"kind": "customers", "kind_before": "customers", "source": "Fair", "region": "TH", "as_of": "2025-03-01"}
    columns = {
        "c0-target": "trait:name",
        "c0-policy": "fill",
        "c0-empty": "clear",
        "c0-splits": "1",
        "c1-target": "trait:phone",
        "c2-target": "",
        "c3-target": "trait:gender",
        "c3-v0": "x",
        "c3-b0": "other",
        "c4-target": "nonsense",
    }

    answer = may(*EDIT).post(f"/imports/{row.pk}/columns/", {**said, **columns, "go": "1"})

    row.refresh_from_db()
    mapping = queries.mapping_of(row)
    assert answer["Location"] == f"/imports/{row.pk}/basis/"
    assert mapping is not None
    kept = {column.place: column for column in mapping.columns}
    assert (kept[0].policy, kept[0].empty, kept[0].split) == ("fill", "clear", "")
    assert [kept[place].target for place in (1, 2, 3, 4)] == ["trait:phone", "", "trait:gender", ""]
    assert (kept[3].values, mapping.as_of > 0, row.source) == ({"x": "other"}, True, source("Fair"))


def test_another_kind_of_rows_is_matched_anew(may: May) -> None:
    row = uploaded("order id,email,total\r\n1,a@shop.co.th,5.00\r\n")

    text = may(*EDIT).post(f"/imports/{row.pk}/columns/", {"kind": "orders", "kind_before": "customers"})

    assert '<option value="order:order_id" selected>' in text.content.decode()


def test_columns_that_name_nobody_are_refused_in_place(may: May) -> None:
    row = uploaded()
    said = {"kind": "customers", "kind_before": "customers", "source": "Fair", "region": "", "go": "1"}
    nothing = {f"c{place}-target": "" for place in range(5)}

    answer = may(*EDIT).post(f"/imports/{row.pk}/columns/", {**said, **nothing})

    assert answer.status_code == 422
    assert "No column is matched with a field yet." in answer.content.decode()


def test_of_a_wide_file_some_columns_are_shown_and_any_can_be(may: May) -> None:
    heads = [f"odd{place}" for place in range(300)]
    row = uploaded(f"email,{','.join(heads)}\r\na@shop.co.th,{','.join('1' for _ in heads)}\r\n")
    client = may(*EDIT)

    first = page(client, f"/imports/{row.pk}/columns/")
    more = page(client, f"/imports/{row.pk}/columns/?show=299")

    assert first.count('<fieldset class="column-of-file') == 80
    assert ('id="column-299"' in first, 'id="column-299"' in more) == (False, True)


def test_a_field_is_made_on_the_spot_and_nothing_said_is_lost(may: May) -> None:
    row = uploaded()
    said = {
        "kind": "customers",
        "kind_before": "customers",
        "source": "Fair",
        "region": "TH",
        "c0-target": "trait:nickname",
    }
    field = {"new-place": "4", "new-label": "Shoe size", "new-type": "integer", "new-sensitivity": "ordinary"}

    without = may(*EDIT).post(f"/imports/{row.pk}/columns/field/", {**said, **field, "new-purposes": "service"})
    answer = may(*EDIT, "fields.edit").post(
        f"/imports/{row.pk}/columns/field/", {**said, **field, "new-purposes": "service"}
    )
    purposeless = may(*EDIT, "fields.edit").post(f"/imports/{row.pk}/columns/field/", {**said, **field})

    text = answer.content.decode()
    made = find_field("shoe_size")
    assert (without.status_code, answer.status_code, purposeless.status_code) == (403, 200, 422)
    assert made is not None
    assert (made.type.value, set(made.purposes)) == ("integer", {"service"})
    assert '<option value="trait:shoe_size" selected>' in text
    assert '<option value="trait:nickname" selected>' in text


def test_a_bought_list_is_refused_for_marketing_in_place(may: May) -> None:
    row = offered([("1", "ann@shop.co.th", None, "Ann Lee", "Bangkok")])
    client, address = may(*EDIT), f"/imports/{row.pk}/basis/"

    shown = page(client, address)
    bought = client.post(address, {"origin": "bought", "purposes": ["marketing"]})
    unproven = client.post(address, {"origin": "event", "consents": ["marketing"]})

    assert "Where does this list come from?" in shown
    assert (bought.status_code, "People on a bought list never agreed" in bought.content.decode()) == (422, True)
    assert (unproven.status_code, "Say how you can show" in unproven.content.decode()) == (422, True)


def test_a_lawful_list_goes_on_to_its_preview(may: May) -> None:
    row = offered([("1", "ann@shop.co.th", None, "Ann Lee", "Bangkok")])

    answer = may(*EDIT).post(f"/imports/{row.pk}/basis/", {"origin": "customers", "purposes": ["service"]})

    row.refresh_from_db()
    assert (answer["Location"], row.state) == (f"/imports/{row.pk}/preview/", State.PREVIEWING)


@pytest.mark.parametrize(("target", "is_needed"), [("consent:marketing", True), ("trait:city", False)])
def test_evidence_is_marked_as_needed_where_a_column_says_who_agreed(may: May, target: str, is_needed: bool) -> None:
    row = uploaded("E-mail,Asked\r\nann@shop.co.th,yes\r\n")
    columns = [
        Column(place=0, head="E-mail", target="identifier:email"),
        Column(place=1, head="Asked", target=target),
    ]
    services.choose_mapping(row.pk, Mapping(kind=Kind.CUSTOMERS, columns=columns), actor="owner")

    text = page(may(*EDIT), f"/imports/{row.pk}/basis/")

    evidence = text.split('name="evidence"')[1].split(">")[0]
    assert ("required" in evidence) is is_needed
    assert '<span class="needed">Needed as soon as anybody agreed to anything.</span>' in text


@pytest.mark.parametrize(("answer", "is_needed"), [("yes", True), (None, False)])
def test_a_column_for_consent_that_nobody_filled_in_needs_no_evidence(
    may: May, answer: str | None, *, is_needed: bool
) -> None:
    row = uploaded("E-mail,Agrees\r\nann@shop.co.th,\r\n")
    staged(row.pk, [("ann@shop.co.th", answer)], 2)
    columns = [
        Column(place=0, head="E-mail", target="identifier:email"),
        Column(place=1, head="Agrees", target="consent:marketing"),
    ]
    services.choose_mapping(row.pk, Mapping(kind=Kind.CUSTOMERS, columns=columns), actor="owner")

    answered = may(*EDIT).post(f"/imports/{row.pk}/basis/", {"origin": "customers", "purposes": ["service"]})

    assert ("Say how you can show that these people agreed" in answered.content.decode()) is is_needed


@pytest.mark.parametrize(("region", "is_told"), [("US", True), ("TH", False)])
def test_numbers_of_another_country_are_told_where_it_is_chosen(may: May, region: str, *, is_told: bool) -> None:
    row = uploaded("Name,Phone\r\nAnn Lee,0812345678\r\nBea Fox,0812345679\r\n")
    said = {"kind": "customers", "kind_before": "customers", "source": "Lists", "region": region}

    text = may(*EDIT).post(
        f"/imports/{row.pk}/columns/", said | {"c0-target": "trait:name", "c1-target": "trait:phone"}
    )

    # Whoever chooses another country sees at once how the numbers are read there.
    assert text.content.decode().count('hx-trigger="change, change from:#id_region"') == 1
    assert ("Most of these numbers cannot be read." in text.content.decode()) is is_told
