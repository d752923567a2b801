"""A file that we exported, brought in again as it is: nobody changes, whoever they are known by."""

from pathlib import Path

import pytest

from regulars.base.fields.masks import EVERYTHING
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.collect.files import queries, repairing, services
from regulars.collect.files.models import Import
from regulars.unify.customers import exporting
from regulars.unify.customers.golden import values_of
from regulars.unify.customers.models import Golden
from regulars.unify.customers.owners import assign
from regulars.unify.customers.table import choices
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.identity.marked import mark, marked
from regulars.unify.identity.models import Identifier, Redirect
from regulars.unify.identity.services import edit_customer
from regulars.unify.road import Road
from tests.collect.files.bringing import BASIS, counts, offered, previewed, ran, regular_source, source
from tests.unify.telling import drain, key, said, tell
from tests.unify.telling import source as teller

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("people")]


@pytest.fixture
def people(data_folder: object) -> None:
    """Somebody with everything, one whom only another source's number names, a card, and a visitor with a name."""
    tell(
        teller(SourceKind.FILE),
        said(
            Kind.IDENTIFY, "1", ("user_id", "som"), name="สมชาย ใจดี", email="som@shop.example", phone="+66812345678",
            birthday="1988-05-14", gender="male", tags=["vip", "a;b"], description="=1+1, or '=2",
        ),
        said(Kind.IDENTIFY, "2", ("external_id", "W-7"), name="王伟", city="上海"),
        said(Kind.IDENTIFY, "3", ("member_card", "C1"), first_name="Bea", last_name="Fox", city="Trat"),
        said(Kind.IDENTIFY, "4", ("anonymous_id", "a-1"), nickname="Nok"),
        said(Kind.IDENTIFY, "5", ("external_id", "W-8"), ("user_id", "joined"), name="Dao"),
    )  # fmt: skip
    edit_customer(key("W-8"), {"email": "dao@shop.example"}, actor="owner")
    drain()


def exported(folder: Path, format_: str, codes: tuple[str, ...] = ()) -> Path:
    """All customers, as an owner exports them."""
    user = User(role=Role.OWNER, is_active=True)
    columns = [column for code, column in choices(user).items() if (code in codes if codes else column.is_field)]
    shown = exporting.columns_for(format_, columns, user)
    path = folder / f"all.{exporting.FORMATS[format_].ending}"
    roots = list(Golden.objects.values_list("root", flat=True))
    assert exporting.write_whole(path, format_, roots, shown, user) == len(roots)
    return path


def brought(path: Path, actor: str = "owner") -> Import:
    """The file as it is, matched as its heads and values look."""
    row = services.upload(path, path.name, actor=actor, source=source())
    services.choose_mapping(row.pk, queries.guessed(row.pk), actor=actor)
    return services.set_basis(row.pk, BASIS, actor=actor)


def known() -> list[object]:
    """All that is known of people."""
    golden = [(row.root, row.kind, values_of(row.traits)) for row in Golden.objects.all()]
    idents = Identifier.objects.order_by("key").values_list("key", "type", "scope", "value")
    return [sorted(golden, key=lambda one: one[0]), list(idents), list(Redirect.objects.values_list("key", "root"))]


@pytest.mark.parametrize("format_", exporting.FORMATS)
def test_everybody_stays_as_they_are(tmp_path: Path, format_: str) -> None:
    before = known()
    row = brought(exported(tmp_path, format_))

    seen = counts(previewed(row))
    assert queries.preview_of(row.pk, "updated", sight=EVERYTHING).rows == ()
    with Road() as road:
        done = counts(ran(row, road))

    assert seen == done == {"rows": 5, "created": 0, "updated": 0, "unchanged": 5, "merged": 0, "rejected": 0}
    assert known() == before


def test_what_is_corrected_in_the_file_is_said_of_whom_the_key_names(tmp_path: Path) -> None:
    path = exported(tmp_path, "csv", ("name", "city"))
    path.write_text(path.read_text().replace("上海", "北京"))
    with Road() as road:
        row = previewed(brought(path))
        done = counts(ran(row, road))

    assert (done["updated"], done["unchanged"], done["created"]) == (1, 4, 0)
    assert values_of(Golden.objects.get(root=key("W-7")).traits)["city"] == "北京"


def test_key_of_nobody_is_told_and_needs_another_name() -> None:
    with Road() as road:
        rows = [("99999", "Ann"), ("x", "Bea"), (str(2**70), "Cho"), (str(key("W-7")), "王小伟")]
        row = ran(offered(rows, heads=("Regulars ID", "Name"), targets=("customer:key", "trait:name")), road)

    assert (counts(row)["rejected"], counts(row)["updated"]) == (3, 1)
    assert row.reasons == {"unknown_customer": 3}


def test_row_whose_id_is_gone_is_told_to_be_known_by_its_phone() -> None:
    rows = [("99999", "+66812345678", "Another Name"), (marked(key("som")), "+66812345678", "Som Jaidee")]
    heads, targets = ("Regulars ID", "Phone", "Name"), ("customer:key", "trait:phone", "trait:name")

    row = previewed(offered(rows, heads=heads, targets=targets))

    assert counts(row)["rejected"] == 0
    (group,) = queries.problems_of(row.pk, sight=EVERYTHING)
    assert (group.code, group.label, [one.shown for one in group.values]) == (
        *("known_otherwise", "Regulars ID"),
        ["99999"],
    )
    assert "The rows go to whoever has their phone" in group.sentence


def test_export_of_another_database_names_nobody_here(tmp_path: Path) -> None:
    path = exported(tmp_path, "csv", ("name", "city"))
    theirs = path.read_text().replace(mark(), "xxxxx")
    path.write_text(theirs.replace("上海", "北京"))

    row = previewed(brought(path))

    (group,) = queries.problems_of(row.pk, sight=EVERYTHING)
    assert (group.code, group.count) == ("other_database", 5)
    assert counts(row) == {"rows": 5, "created": 5, "updated": 0, "unchanged": 0, "merged": 0, "rejected": 0}


def test_export_from_before_there_were_marks_is_read(tmp_path: Path) -> None:
    path = exported(tmp_path, "csv", ("name", "city"))
    path.write_text(path.read_text().replace(f"{mark()}-", ""))

    assert counts(previewed(brought(path)))["unchanged"] == 5


def test_id_is_told_twice_in_two_ways_and_may_be_corrected() -> None:
    rows = [(marked(key("W-7")).upper(), "王一"), (str(key("W-7")), "王二"), ("99999", "王三")]
    row = offered(rows, heads=("Regulars ID", "Name"), targets=("customer:key", "trait:name"))
    seen = counts(previewed(row))
    (group,) = queries.problems_of(row.pk, sight=EVERYTHING)

    repairing.repair_by_token(row.pk, group.column, group.values[0].token, marked(key("W-7")), actor="owner")

    assert (seen["updated"] + seen["unchanged"], seen["rejected"]) == (2, 1)
    assert counts(previewed(row))["rejected"] == 0


def test_importer_names_only_their_own_customers() -> None:
    ann = User.objects.create_user("ann@shop.example", role=Role.SERVICE, reach=Reach.OWN)
    assign([key("W-8")], ann.pk, actor="owner")
    rows = [(str(key("W-7")), "Mine?"), (str(key("W-8")), "Dao Lee"), ("99999", "Nobody")]
    row = offered(rows, heads=("Regulars ID", "Name"), targets=("customer:key", "trait:name"))
    Import.objects.filter(pk=row.pk).update(actor=f"user:{ann.pk}")

    seen = counts(previewed(row))

    assert (seen["updated"], seen["rejected"]) == (1, 2)


def test_live_fact_cannot_address_anybody() -> None:
    wanted = Identifier.objects.get(value="W-7")

    tell(regular_source("Till"), said(Kind.IDENTIFY, "x", (f"external_id@{wanted.scope}", "W-7"), name="Mallory"))

    assert values_of(Golden.objects.get(root=wanted.key).traits)["name"] == "王伟"
    assert Identifier.objects.filter(value="W-7").count() == 1
