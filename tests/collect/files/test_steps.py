"""What people decide on the way: repairs, pauses, what is left out, and what an undo would change."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.conf import settings

from regulars.base.fields.masks import DOTS, EVERYTHING, Mask, Shown, Sight
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from regulars.collect.files import folder, keeping, queries, repairing, services
from regulars.collect.files.basis import Basis
from regulars.collect.files.enums import State
from regulars.collect.files.errors import BoughtForMarketing, EvidenceMissing, NobodyNamed, NotNow, RowsUnseen
from regulars.collect.files.mapping import Column, Kind, Mapping
from regulars.collect.files.models import Import, Repair
from regulars.collect.files.running import telling, working
from regulars.collect.files.shown import label_of
from regulars.protect.privacy.services import erase_customer
from regulars.unify.customers.models import Golden
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind as FactKind
from regulars.unify.facts.models import InboxRow
from regulars.unify.facts.services import take
from regulars.unify.identity.marked import marked
from regulars.unify.identity.models import Identifier
from regulars.unify.road import Road
from tests.collect.files.bringing import HEADS, counts, offered, previewed, ran, source, undone
from tests.protect.privacy.bytes import traces
from tests.unify.telling import said
from tests.unify.telling import source as teller

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

ANN = ("1", "ann@shop.co.th", "0812345678", "Ann Lee", "Bangkok")
BEA = ("2", "bea@shop.co.th", None, "Bea Fox", "Chiang Mai")
MASKED = Sight(Mask(identifying=Shown.MASKED, confidential=Shown.HIDDEN, special=Shown.HIDDEN))


def test_bad_value_is_shown_once_repaired_for_all_rows_and_remembered() -> None:
    rows = [(str(row), f"p{row}@shop.co.th", None, "Ann Lee", "dunno") for row in range(1, 4)]
    targets = ("identifier:external_id", "trait:email", "trait:phone", "trait:name", "trait:gender")
    row = previewed(offered(rows, targets=targets))
    (group,) = queries.problems_of(row.pk, sight=EVERYTHING)

    repairing.repair_by_token(row.pk, group.column, group.values[0].token, "female", actor="owner")
    previewed(row)
    later = previewed(offered(rows, targets=targets))

    assert (group.field, group.count, group.distinct) == ("gender", 3, 1)
    assert (group.values[0].count, group.values[0].rows) == (3, (2, 3, 4))
    assert queries.problems_of(row.pk, sight=EVERYTHING) == ()
    assert queries.problems_of(later.pk, sight=EVERYTHING) == ()
    assert Repair.objects.count() == 1


def test_preview_shows_before_and_after_and_masks_both() -> None:
    with Road() as road:
        ran(offered([ANN]), road)
        row = previewed(offered([(*ANN[:3], "Ann Leigh", "Phuket")]))

    seen = queries.preview_of(row.pk, "updated", sight=EVERYTHING).rows[0]
    masked = queries.preview_of(row.pk, "updated", sight=MASKED).rows[0]

    assert {(one.field, one.before, one.after) for one in seen.changes} == {
        ("name", "Ann Lee", "Ann Leigh"),
        ("city", "Bangkok", "Phuket"),
    }
    assert "Leigh" not in str(masked)
    assert counts(row)["updated"] == 1


def test_whoever_is_in_the_file_twice_is_named_in_both_rows() -> None:
    row = previewed(offered([ANN, ANN]))

    (twice,) = queries.preview_of(row.pk, "unchanged", sight=EVERYTHING).rows

    assert (twice.name, twice.root, twice.changes) == ("Ann Lee", 0, ())


def test_consents_are_called_by_their_purpose() -> None:
    assert label_of("consent.marketing") == "Agrees to: Marketing messages"


def test_people_who_would_be_joined_are_listed_before() -> None:
    with Road() as road:
        ran(offered([("1", None, None, "Ann Lee", None), (None, "ann@shop.co.th", None, "Ann Lee", None)]), road)

    row = previewed(offered([("1", "ann@shop.co.th", None, "Ann Lee", None)]))
    (joined,) = queries.preview_of(row.pk, "merged", sight=EVERYTHING).rows

    assert [name for _, name in joined.joins] == ["Ann Lee", "Ann Lee"]
    assert any("ann@shop.co.th" in reason for reason in joined.reasons)


def test_pause_hands_over_nothing_and_resume_goes_on() -> None:
    row = offered([ANN, BEA])
    services.run(row.pk, actor="owner", is_queued=False)
    services.pause(row.pk, actor="owner")

    working.run_now(row.pk)

    assert InboxRow.objects.filter(batch=row.pk).count() == 0
    services.resume(row.pk, actor="owner", is_queued=False)
    with Road() as road:
        assert working.run_now(row.pk, listen=lambda *_: road.drain()).state == State.DONE


def test_cancel_takes_back_what_came_in() -> None:
    row = offered([ANN, BEA])
    services.run(row.pk, actor="owner", is_queued=False)
    with Road() as road:

        def pull(*_: object) -> None:
            road.drain()
            if queries.find(row.pk).state == State.RUNNING and Golden.objects.exists():
                services.cancel(row.pk, actor="owner", is_queued=False)

        working.run_now(row.pk, listen=pull)
        ended = working.undo_now(row.pk, listen=lambda *_: road.drain())

    assert Golden.objects.count() == 0
    assert ended.state in {State.CANCELLED, State.DONE}


def test_left_out_rows_are_a_file_that_can_be_put_back_in() -> None:
    with Road() as road:
        row = ran(offered([ANN, (None, None, None, None, None)]), road)

    with services.rejected_file(row.pk, "csv", actor="owner") as file:
        content = file.read()
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    assert lines[0] == ["Row", "Reason", *HEADS]
    assert [line[0] for line in lines[1:]] == ["3"]
    assert lines[1][1] == queries.report_of(row.pk).reasons[0].sentence
    corrected = services.again(row.pk, io.BytesIO(content), "corrected.csv", actor="owner")
    assert [column.place for column in (queries.mapping_of(corrected) or Mapping(kind=Kind.CUSTOMERS)).columns] == [
        *range(2, 7)
    ]


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_left_out_rows_have_no_columns_that_nobody_imports_and_leave_nothing_behind(format_: str) -> None:
    targets = ("identifier:external_id", "", "identifier:phone", "trait:name", "trait:city")
    with Road() as road:
        row = ran(offered([ANN, (None, "secret@shop.co.th", None, None, None)], targets=targets), road)

    with services.rejected_file(row.pk, format_, actor="owner") as file:
        content = file.read()

    if format_ == "csv":
        head, line = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        assert (head[2:], line[0], line[2:]) == (["Number", "Phone", "Name", "City"], "3", [""] * 4)
    assert {path.name for path in folder.folder(row.pk).iterdir()} == {folder.STAGED, folder.LEFT_OUT}


def test_left_out_rows_are_for_those_who_see_all_that_is_imported() -> None:
    with Road() as road:
        row = ran(offered([ANN, (None,) * 5]), road)
    viewer = User.objects.create_user("viewer@shop.example", role=Role.VIEWER)

    with pytest.raises(RowsUnseen) as refused:
        services.rejected_file(row.pk, "csv", actor=f"user:{viewer.pk}")

    assert "You do not see all of “" in str(refused.value)
    assert {path.name for path in folder.folder(row.pk).iterdir()} == {folder.STAGED, folder.LEFT_OUT}


def test_undo_lists_what_others_said_since_and_keeps_it() -> None:
    server = teller(SourceKind.SERVER)
    with Road() as road:
        row = ran(offered([ANN, BEA]), road)
        fact = said(FactKind.IDENTIFY, "m1", ("email", "ann@shop.co.th"), ago=0, city="Phuket")
        take([fact], source=server.pk)
        road.drain()

        told = queries.conflicts_of(row.pk, sight=EVERYTHING)
        undone(row, road)

    assert (told.customers, told.vanishing, told.conflicting) == (2, 1, 1)
    assert ("said_since", "city", "Phuket") in {(one.kind, one.field, one.said) for one in told.conflicts}
    assert Golden.objects.count() == 1


def test_undone_file_can_be_imported_again() -> None:
    with Road() as road:
        undone(ran(offered([ANN]), road), road)
        row = ran(offered([ANN]), road)

    assert counts(row)["created"] == 1
    assert Golden.objects.count() == 1


def test_bought_list_is_refused_for_marketing_and_consents_need_evidence() -> None:
    row = offered([ANN])

    with pytest.raises(BoughtForMarketing):
        services.set_basis(row.pk, Basis(origin="bought", purposes=["marketing"]), actor="owner")
    with pytest.raises(EvidenceMissing):
        services.set_basis(row.pk, Basis(origin="event", consents=["marketing"]), actor="owner")


def test_columns_that_no_chosen_purpose_needs_are_left_out() -> None:
    targets = ("identifier:external_id", "trait:email", "trait:phone", "trait:name", "trait:gender")
    row = offered([ANN], targets=targets)

    services.set_basis(row.pk, Basis(origin="customers", purposes=["service"]), actor="owner")

    mapping = queries.mapping_of(queries.find(row.pk))
    assert mapping is not None
    assert [column.target for column in mapping.columns] == [*targets[:4], ""]


def test_file_that_names_nobody_is_refused() -> None:
    row = services.upload(io.BytesIO(b"City\nBangkok"), "c.csv", actor="owner", source=source())
    mapping = Mapping(kind=Kind.CUSTOMERS, columns=[Column(place=0, head="City", target="trait:city")])

    with pytest.raises(NobodyNamed):
        services.choose_mapping(row.pk, mapping, actor="owner")


def test_import_that_has_run_is_decided_about_no_more() -> None:
    with Road() as road:
        row = ran(offered([ANN]), road)

    with pytest.raises(NotNow):
        services.preview(row.pk, actor="owner")


def test_erased_person_is_in_no_file_of_any_import() -> None:
    with Road() as road:
        done = ran(offered([ANN, BEA]), road)
        waiting = previewed(offered([ANN, BEA]))
        unread = services.upload(io.BytesIO(b"E-mail\nann@shop.co.th"), "ann.csv", actor="owner")
        Repair.objects.create(field="trait:email", value="ann@shop,co.th", replacement="ann@shop.co.th", made_at=0)
        key = Identifier.objects.get(value="ann@shop.co.th").key
        erase_customer(key, actor="owner")
        road.drain()

    imports = Path(settings.DATA) / folder.FOLDER
    assert traces(imports, ["ann@shop.co.th", "Ann Lee"]) == set()
    assert not Repair.objects.exists()
    assert counts(done)["created"] == 2
    assert folder.at(waiting.pk, folder.STAGED).exists()
    assert not folder.at(unread.pk, folder.UPLOAD).exists()


@pytest.mark.parametrize("is_paused", [True, False])
def test_person_erased_during_a_run_is_filed_no_more_and_in_no_file(is_paused: bool) -> None:
    with Road() as road:
        ran(offered([ANN]), road)
        row = previewed(offered([(*ANN[:3], "Ann Leigh", "Phuket"), BEA]))
        services.run(row.pk, actor="owner", is_queued=False)
        if is_paused:
            services.pause(row.pk, actor="owner")
        erase_customer(Identifier.objects.get(value="ann@shop.co.th").key, actor="owner")
        road.drain()
        left = traces(Path(settings.DATA) / folder.FOLDER, ["ann@shop.co.th", "Ann Leigh"])
        if is_paused:
            services.resume(row.pk, actor="owner", is_queued=False)
        done = working.run_now(row.pk, listen=lambda *_: road.drain())

    assert not (is_paused and left)
    assert traces(Path(settings.DATA) / folder.FOLDER, ["ann@shop.co.th", "Ann Leigh"]) == set()
    assert (counts(done)["created"], counts(done)["rejected"]) == (1, 1)
    assert not Identifier.objects.filter(value="ann@shop.co.th").exists()


LEAVES_NOTHING = ["ann@shop.co.th", "Ann Leigh"]


def erased_at(step: str, road: Road, then: Callable[[], object] = lambda: None) -> Callable[..., None]:
    """Hears of the work, and erases Ann as soon as this step has begun."""
    key = Identifier.objects.get(value="ann@shop.co.th").key
    waiting = [key]

    def listen(name: str, done: int, _total: int | None) -> None:
        if name == step and waiting:
            erase_customer(waiting.pop(), actor="owner")
            road.drain()
            then()
        elif name == "running":
            road.drain()

    return listen


@pytest.mark.parametrize("step", ["staging", "preparing", "comparing"])
def test_person_erased_while_a_file_is_previewed_is_in_no_file(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "EVERY_SECONDS", 0)
    with Road() as road:
        ran(offered([ANN]), road)
        row = offered([(*ANN[:3], "Ann Leigh", "Phuket"), BEA])
        if step == "staging":
            folder.drop(row.pk, folder.STAGED)
            Import.objects.filter(pk=row.pk).update(rows=0)
        services.preview(row.pk, actor="owner", is_queued=False)
        done = working.preview_now(row.pk, listen=erased_at(step, road))

    assert traces(Path(settings.DATA) / folder.FOLDER, LEAVES_NOTHING) == set()
    assert done.state == (State.FAILED if step == "staging" else State.PREVIEWED)
    assert done.counts == ({} if step == "staging" else {"created": 1})


@pytest.mark.parametrize("step", ["preparing", "running"])
def test_person_erased_while_an_import_runs_is_in_no_file_once_it_pauses(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "EVERY_SECONDS", 0)
    with Road() as road:
        ran(offered([ANN]), road)
        row = offered([(*ANN[:3], "Ann Leigh", "Phuket"), BEA])
        services.run(row.pk, actor="owner", is_queued=False)
        working.run_now(row.pk, listen=erased_at(step, road, lambda: services.pause(row.pk, actor="owner")))
        paused = queries.find(row.pk).state
        left = traces(Path(settings.DATA) / folder.FOLDER, LEAVES_NOTHING)
        services.resume(row.pk, actor="owner", is_queued=False)
        done = working.run_now(row.pk, listen=lambda *_: road.drain())

    assert (paused, left) == (State.PAUSED, set())
    assert (done.state, counts(done)["created"]) == (State.DONE, 1)
    assert not Identifier.objects.filter(value="ann@shop.co.th").exists()


def test_orders_that_were_being_sorted_are_not_left_lying(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "EVERY_SECONDS", 0)
    heads, targets = ("Order", "E-mail"), ("order:order_id", "identifier:email")
    rows = [("1", "ann@shop.co.th"), ("2", "bea@shop.co.th"), ("1", "ann@shop.co.th")]
    row = offered(rows, heads=heads, targets=targets, kind=Kind.ORDERS)
    services.run(row.pk, actor="owner", is_queued=False)

    def pause(step: str, *_: object) -> None:
        if step == "preparing" and queries.find(row.pk).state == State.RUNNING:
            services.pause(row.pk, actor="owner")

    working.run_now(row.pk, listen=pause)

    assert queries.find(row.pk).state == State.PAUSED
    assert not folder.at(row.pk, folder.ARRANGED).exists()


def test_erasure_takes_rows_that_name_by_key_and_no_others() -> None:
    with Road() as road:
        ran(offered([ANN, ("21", "cem@shop.co.th", None, "Cem", None)]), road)
        key = Identifier.objects.get(value="ann@shop.co.th").key
        heads, targets = ("Regulars ID", "Name"), ("customer:key", "trait:name")
        rows = [(str(key), "A. L."), (marked(key).upper(), "A. Lee"), ("121", "Somebody of house 1")]
        row = offered(rows, heads=heads, targets=targets)
        erase_customer(key, actor="owner")
        road.drain()

    table = pq.read_table(folder.at(row.pk, folder.STAGED))
    assert table["c1"].to_pylist() == ["Somebody of house 1"]


def test_files_go_after_thirty_days() -> None:
    row = offered([ANN])
    Import.objects.filter(pk=row.pk).update(created_at=row.created_at - keeping.KEEP - 1)

    assert keeping.purge() == 1
    assert not folder.folder(row.pk).exists()


def test_masked_reader_never_sees_a_bad_value() -> None:
    row = previewed(offered([("1", "not an address", None, "Ann", None)]))

    shown = [value.shown for group in queries.problems_of(row.pk, sight=MASKED) for value in group.values]

    assert shown
    assert "not an address" not in shown
    assert DOTS in "".join(shown)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a\x00b.csv", "ab.csv"),
        ("x\u202evsc.exe", "xvsc.exe"),
        ("../../a.csv", "a.csv"),
        ("/", "?"),
        ("a" * 999, "a" * 255),
    ],
)
def test_the_name_of_a_file_hides_nothing(name: str, kept: str) -> None:
    row = services.upload(io.BytesIO(b"a"), name, actor="owner")

    assert (row.name, folder.at(row.pk, folder.UPLOAD).read_bytes()) == (kept, b"a")
