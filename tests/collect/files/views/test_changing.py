"""The pages before and after a change: previews, repairs, runs, reports, undo; and what each reader sees there."""

import hashlib
import re

import pytest
from django.test import Client

from regulars.base.fields import masks
from regulars.base.fields.enums import Sensitivity
from regulars.base.fields.masks import WHOLE
from regulars.base.staff import roles
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.base.web import shell
from regulars.collect.files import services
from regulars.collect.files.enums import State
from regulars.collect.files.errors import FieldUnseen
from regulars.collect.files.finding import mapping_of
from regulars.collect.files.models import Import, Repair
from regulars.collect.files.offers import has_imported
from regulars.collect.files.shown import preview_of, token_of
from regulars.collect.files.told import Change
from regulars.unify.road import Road
from tests.collect.files.bringing import offered, previewed, ran
from tests.conftest import May
from tests.html import complaints

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

EDIT = ("imports.see", "imports.edit")
ANN = ("1", "ann@shop.co.th", "0812345678", "Ann Lee", "Bangkok")
GENDER = ("identifier:external_id", "trait:email", "trait:phone", "trait:name", "trait:gender")
TRAITS = (*GENDER[:4], "trait:city")
SCRIPT = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def seeing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever `may` do something sees as much as those who brought the files."""
    monkeypatch.setitem(roles.MASKS, Role.VIEWER, WHOLE)


@pytest.fixture
def owner(client: Client) -> Client:
    """Somebody who sees everything whole."""
    client.force_login(User.objects.create_superuser("owner@shop.example"))
    return client


def page(client: Client, address: str) -> str:
    """The page, which is valid HTML."""
    text = client.get(address).content.decode()
    assert complaints(text) == []
    return text


def test_a_preview_shows_before_and_after(owner: Client) -> None:
    with Road() as road:
        ran(offered([ANN]), road)
    row = previewed(offered([(*ANN[:4], "Phuket")]))

    text = page(owner, f"/imports/{row.pk}/preview/")

    assert "Nothing has been changed yet." in text
    assert '<s><bdi dir="auto">Bangkok</bdi></s>' in text
    assert "Phuket" in text
    assert "Import 1 row" in text


def test_who_sees_no_names_sees_none_in_a_preview(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    with Road() as road:
        ran(offered([ANN]), road)
    row = previewed(offered([(*ANN[:3], "Ann Leigh", "Phuket")]))
    monkeypatch.setitem(roles.PERMISSIONS, Role.ANALYST, frozenset(EDIT))
    client.force_login(User.objects.create_user("analyst@shop.example", role=Role.ANALYST))

    text = page(client, f"/imports/{row.pk}/preview/?section=updated")

    assert "Phuket" in text
    assert "Ann" not in text.replace("Analyst", "")


def test_a_preview_that_grows_asks_again(may: May) -> None:
    row = offered([ANN])
    Import.objects.filter(pk=row.pk).update(state=State.PREVIEWING)

    text = may(*EDIT).get(f"/imports/{row.pk}/preview/", headers=SCRIPT).content.decode()

    assert 'hx-trigger="every 1s"' in text
    assert 'hx-swap-oob="true"' in text


def test_nonsense_in_the_address_shows_the_first_page(owner: Client) -> None:
    row = previewed(offered([ANN]))

    text = page(owner, f"/imports/{row.pk}/preview/?section=nonsense&page=99999999999999999999")

    assert "ann@shop.co.th" in text


def test_a_repair_is_made_for_all_rows_by_its_token(owner: Client) -> None:
    rows = [(str(place), f"p{place}@shop.co.th", None, "Ann Lee", "dunno") for place in range(1, 4)]
    row = previewed(offered(rows, targets=GENDER))
    text = page(owner, f"/imports/{row.pk}/preview/")
    name = text.split('name="becomes-')[1].split('"')[0]

    owner.post(f"/imports/{row.pk}/repair/", {f"becomes-{name}": "female"})
    repaired = page(owner, f"/imports/{row.pk}/preview/?section=problems")
    nothing = owner.post(f"/imports/{row.pk}/repair/", follow=True)

    assert "dunno" in text
    assert Repair.objects.get().replacement == "female"
    assert "Preview with the repairs" in repaired
    assert "Nothing was filled in yet." in nothing.content.decode()


def test_a_bad_value_is_left_out(owner: Client) -> None:
    row = previewed(offered([("1", "a@shop.co.th", None, "Ann Lee", "dunno")], targets=GENDER))
    name = page(owner, f"/imports/{row.pk}/preview/").split('name="leave-')[1].split('"')[0]

    owner.post(f"/imports/{row.pk}/repair/", {f"leave-{name}": "1"})

    assert Repair.objects.get().is_left_out


def test_an_import_is_run_paused_resumed_and_cancelled(may: May) -> None:
    row = previewed(offered([ANN]))
    client = may(*EDIT)
    states = []

    for verb in ("run", "pause", "resume", "cancel"):
        answer = client.post(f"/imports/{row.pk}/{verb}/", follow=True)
        row.refresh_from_db()
        states.append(row.state)
        assert answer.redirect_chain[-1][0] == f"/imports/{row.pk}/report/"

    assert states[:3] == [State.RUNNING, State.PAUSED, State.RUNNING]
    assert states[3] in {State.CANCELLED, State.UNDOING, State.RUNNING}


def test_what_cannot_be_done_now_is_said(may: May) -> None:
    row = previewed(offered([ANN]))

    text = may(*EDIT).post(f"/imports/{row.pk}/resume/", follow=True).content.decode()

    assert "This cannot be done now" in text


def test_a_report_stays_with_a_way_back(may: May) -> None:
    with Road() as road:
        row = ran(offered([ANN]), road)
    seen = page(may("imports.see"), f"/imports/{row.pk}/report/")
    editor = may(*EDIT)

    text = page(editor, f"/imports/{row.pk}/report/")

    assert f'href="/imports/{row.pk}/undo/"' in text
    assert "/undo/" not in seen
    assert has_imported()
    assert editor.get(f"/imports/{row.pk}/")["Location"] == f"/imports/{row.pk}/report/"
    assert editor.get(f"/imports/{row.pk}/preview/")["Location"] == f"/imports/{row.pk}/report/"


@pytest.mark.parametrize(("format_", "status"), [("xlsx", 200), ("csv", 200), ("exe", 404)])
def test_rows_that_were_left_out_are_downloaded(may: May, format_: str, status: int) -> None:
    with Road() as road:
        row = ran(offered([ANN, (None, None, None, None, None)]), road)
    client = may(*EDIT)

    answer = client.get(f"/imports/{row.pk}/rejected/?format={format_}")

    assert answer.status_code == status
    assert status != 200 or answer["Content-Disposition"] == f'attachment; filename="left-out-{row.pk}.{format_}"'
    assert "Why rows were left out" in page(client, f"/imports/{row.pk}/report/")


def test_an_undo_is_shown_first_and_then_done(may: May) -> None:
    with Road() as road:
        row = ran(offered([ANN]), road)
    client = may(*EDIT)

    text = page(client, f"/imports/{row.pk}/undo/")
    row.refresh_from_db()
    before = row.state
    client.post(f"/imports/{row.pk}/undo/")

    row.refresh_from_db()
    assert "Take this import back?" in text
    assert (before, row.state) == (State.DONE, State.UNDOING)


def test_nothing_to_undo_leads_back(may: May) -> None:
    row = previewed(offered([ANN]))

    assert may(*EDIT).get(f"/imports/{row.pk}/undo/")["Location"] == f"/imports/{row.pk}/"


def test_colleagues_are_told_what_waits_and_what_failed() -> None:
    user = User.objects.create_superuser("owner@shop.example")
    other = User.objects.create_user("viewer@shop.example")
    for state in (State.UPLOADED, State.PREVIEWED, State.FAILED, State.DONE):
        Import.objects.create(name="a.csv", state=state, actor=f"user:{user.pk}", created_at=1)

    words = {one.words for one in shell.todos_for(user)}

    assert {"2 files wait for you to import them.", "An import failed. Look why."} <= words
    assert not any("import" in one.words for one in shell.todos_for(other))


def test_whoever_sees_some_customers_only_imports_nothing(client: Client) -> None:
    row = previewed(offered([ANN]))
    user = User.objects.create_user("own@shop.example", role=Role.MARKETER, reach=Reach.OWN)
    client.force_login(user)

    pages = [client.get(address) for address in ("/imports/", "/imports/upload/", f"/imports/{row.pk}/preview/")]
    pages.append(client.post(f"/imports/{row.pk}/run/"))

    assert {one.status_code for one in pages} == {403}
    assert not user.has_perm("imports.see")


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """No role but the owner's sees a city."""
    whole = masks.sensitivity
    monkeypatch.setattr(masks, "sensitivity", lambda name: Sensitivity.SPECIAL if name == "city" else whole(name))


@pytest.mark.usefixtures("hidden")
def test_nobody_learns_by_a_preview_what_stands_in_a_field_they_do_not_see(client: Client) -> None:
    row = offered([ANN])
    user = User.objects.create_user("marketer@shop.example", role=Role.MARKETER)
    client.force_login(user)
    Import.objects.filter(pk=row.pk).update(actor=f"user:{user.pk}")

    answers = [client.post(f"/imports/{row.pk}/{step}/", follow=True) for step in ("preview", "run")]

    assert all("You do not see all of “City”" in one.content.decode() for one in answers)
    row.refresh_from_db()
    assert row.state == State.MAPPED
    with pytest.raises(FieldUnseen):
        services.choose_mapping(row.pk, mapping_of(row), actor=f"user:{user.pk}")  # type: ignore[arg-type]


def test_a_file_is_opened_by_those_who_see_as_much_as_whoever_brought_it(client: Client) -> None:
    row = offered([ANN])
    client.force_login(User.objects.create_user("marketer@shop.example", role=Role.MARKETER))

    assert [client.get(f"/imports/{row.pk}/{step}/").status_code for step in ("look", "columns")] == [403, 403]

    other = User.objects.create_user("other@shop.example", role=Role.MARKETER)
    Import.objects.filter(pk=row.pk).update(actor=f"user:{other.pk}")

    assert client.get(f"/imports/{row.pk}/look/").status_code == 200


def test_what_stands_for_a_hidden_value_is_no_digest_of_it() -> None:
    assert token_of("0812345678") != hashlib.sha256(b"0812345678").hexdigest()[:24]


def test_a_slip_in_a_domain_is_mended_once_for_everybody_who_has_it(owner: Client) -> None:
    rows = [(str(place), f"p{place}@gmial.com", None, "Ann Lee", "Bangkok") for place in range(1, 60)]
    rows += [("60", "bea@hotmial.com", None, "Bea Fox", "Bangkok"), ("61", "name(at)shop", None, "Cem Tan", "Trat")]
    row = previewed(offered(rows, targets=TRAITS))

    text = page(owner, f"/imports/{row.pk}/preview/?section=problems")
    filled = dict(re.findall(r'name="(becomes-[^"]+)"[^>]*value="([^"]*)"', text))
    owner.post(f"/imports/{row.pk}/repair/", filled)
    later = previewed(offered([("70", "Dao@GMIAL.com", None, "Dao", "Trat")], targets=TRAITS))

    assert sorted(filled.values()) == ["", "*@gmail.com", "bea@hotmail.com"]
    assert "59 ×" in text
    assert set(Repair.objects.values_list("value", "replacement")) == {
        ("*@gmial.com", "*@gmail.com"),
        ("bea@hotmial.com", "bea@hotmail.com"),
    }
    emails = {str(one.after) for shown in created(row) for one in shown if one.field == "email"}
    assert "p1@gmail.com" not in emails
    emails = {str(one.after) for shown in created(previewed(row)) for one in shown if one.field == "email"}
    assert emails == {*(f"p{place}@gmail.com" for place in range(1, 60)), "bea@hotmail.com", "name(at)shop"}
    assert [str(one.after) for shown in created(later) for one in shown if one.field == "email"] == ["dao@gmail.com"]


def created(row: Import) -> list[tuple[Change, ...]]:
    """What the new customers of a preview would be."""
    pages = [preview_of(row.pk, "created", place, sight=masks.EVERYTHING) for place in (1, 2)]
    return [one.changes for shown in pages[: pages[0].pages] for one in shown.rows]


def test_a_domain_becomes_another_however_it_is_written(owner: Client) -> None:
    rows = [(str(place), f"p{place}@mailinator.com", None, "Ann Lee", "Trat") for place in range(1, 3)]
    row = previewed(offered(rows, targets=TRAITS))
    name = page(owner, f"/imports/{row.pk}/preview/").split('name="becomes-')[1].split('"')[0]

    owner.post(f"/imports/{row.pk}/repair/", {f"becomes-{name}": "Shop.example"})
    named = Repair.objects.get().replacement
    owner.post(f"/imports/{row.pk}/repair/", {f"leave-{name}": "1"})
    without = {one.field for shown in created(previewed(row)) for one in shown}

    assert named == "*@shop.example"
    assert without == {"name", "city"}


def test_a_report_says_what_looked_wrong_and_where_to_see_to_it(owner: Client) -> None:
    rows = [
        ("1", "p1@gmial.com", "6.68E+10", "Ann Lee", "Bangkok"),
        ("2", "p2@gmial.com", "0812345678", "Bea Fox", "Trat"),
        (None, None, None, None, None),
    ]
    with Road() as road:
        row = ran(offered(rows, targets=TRAITS), road)

    text = page(owner, f"/imports/{row.pk}/report/")

    # What is left out has a place of its own.
    assert [tuple(one[:2]) for one in row.doubts] == [
        ("trait:email", "domain_typo"),
        ("trait:phone", "not_a_phone"),
    ]
    assert "Values that look wrong" in text
    assert 'href="/quality/customers/?wrong=doubtful&amp;field=email"' in text
    assert 'href="/quality/review/?kind=doubtful"' in text


def test_a_report_about_sound_values_says_nothing_of_them(owner: Client) -> None:
    with Road() as road:
        row = ran(offered([("1", "ann@shop.co.th", "+66898765432", "Ann Lee", "Bangkok")]), road)

    assert "Values that look wrong" not in page(owner, f"/imports/{row.pk}/report/")
