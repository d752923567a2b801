"""Many customers at once: tags, owners and files, of those that were ticked or of all that a list asks for."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from regulars.base.audit import queries as audit
from regulars.base.fields.masks import EVERYTHING
from regulars.base.fields.moments import DAY
from regulars.base.jobs.worker import run_waiting
from regulars.base.staff import roles
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.unify.customers import bulk, owners, tags
from regulars.unify.customers.exporting import FORMATS
from regulars.unify.customers.models import Bulk
from regulars.unify.customers.queries import customer
from regulars.unify.customers.views import many
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Source
from regulars.unify.identity.marked import marked
from tests.unify.pages import road_beside, signed_in, words
from tests.unify.telling import drain, key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def server(data_folder: Path) -> Source:
    tags.counted_tags.value = None
    return source(SourceKind.SERVER)


@pytest.fixture
def mali(server: Source) -> Client:
    return signed_in()


def colleague(role: Role, **more: Any) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("nok@shop.example", role=role, **more))
    return client


def know(server: Source, *people: dict[str, Any]) -> list[int]:
    """Tell of each person under a user id that counts from 1; their keys."""
    tell(server, *(said(Kind.IDENTIFY, f"{n}", ("user_id", f"u{n}"), **traits) for n, traits in enumerate(people, 1)))
    return [key(f"u{n}") for n in range(1, len(people) + 1)]


def shown(root: int) -> list[str]:
    found: list[str] = customer(root, sight=EVERYTHING).traits.get("tags", [])
    return found


def rule(trait: str, operator: str, **more: Any) -> str:
    return "?rule=" + json.dumps({"all": [{"trait": trait, "is": operator, **more}]}, separators=(",", ":"))


def body(response: Any) -> bytes:
    """What was downloaded."""
    return b"".join(response.streaming_content)


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def cells(content: bytes) -> list[list[tuple[str, str]]]:
    """The rows of the sheet: (type, text) of each cell; a number has no type."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314  our own
    return [[(one.get("t", ""), "".join(one.itertext())) for one in row] for row in sheet.iter(f"{SPREADSHEET}row")]


@contextmanager
def by_jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everything is much here."""
    monkeypatch.setattr(many, "AT_ONCE", 0)
    monkeypatch.setattr(many, "EXPORT_AT_ONCE", 0)
    yield


def test_ticked_customers_are_tagged_after_the_number_was_confirmed(server: Source, mali: Client) -> None:
    one, two, three = know(server, {"name": "Bua"}, {"name": "Arun"}, {"name": "Chai", "tags": ["old"]})

    with road_beside():
        asked = mali.post("/customers/many/tags/", {"key": [one, three], "here": "?sort=name"})
        before = shown(one)
        done = mali.post(
            "/customers/many/tags/", {"key": [one, three], "here": "?sort=name", "sure": "2", "added": "vip، new",
                                      "removed": "OLD"},
        )  # fmt: skip

    assert "Tags of 2 customers Those whom you selected." in words(asked)
    assert (before, shown(one), shown(two), shown(three)) == ([], ["vip", "new"], [], ["vip", "new"])
    assert done["Location"] == "/customers/?sort=name"
    assert "2 customers were changed." in words(mali.get("/customers/"))
    (entry,) = audit.entries(action="customer.tag")
    assert audit.texts([entry.pk]) == {entry.pk: "vip, new, − old"}


def test_all_who_answer_a_filter_are_meant_and_nobody_else(server: Source, mali: Client) -> None:
    roots = know(server, *({"name": f"N{n}", "city": "Pai" if n % 2 else "Trat"} for n in range(6)))
    here = rule("city", "equals", value="Pai")

    with road_beside():
        asked = mali.post("/customers/many/tags/", {"everyone": "1", "here": here})
        mali.post("/customers/many/tags/", {"everyone": "1", "here": here, "sure": "3", "added": "hills"})

    assert "Tags of 3 customers All who answer what the list asks for." in words(asked)
    assert [shown(root) for root in roots] == [[], ["hills"]] * 3


def test_another_number_than_the_confirmed_one_is_asked_for_again(server: Source, mali: Client) -> None:
    roots = know(server, {"name": "Bua"}, {"name": "Arun"})

    again = mali.post("/customers/many/tags/", {"everyone": "1", "here": "?", "sure": "1", "added": "vip"})
    drain()

    assert "Tags of 2 customers" in words(again)
    assert [shown(root) for root in roots] == [[], []]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({}, "Choose at least one customer first."),
        ({"key": ["nonsense", "99999999999999999999"]}, "Choose at least one customer first."),
        ({"everyone": "1"}, "At most 1 customers can be changed at once."),
        ({"everyone": "1", "here": "?rule=nonsense"}, "The filters in this address cannot be read."),
    ],
)
def test_what_cannot_be_done_is_said_above_the_list(
    server: Source, mali: Client, monkeypatch: pytest.MonkeyPatch, sent: dict[str, Any], reason: str
) -> None:
    monkeypatch.setattr(many, "MOST", 1)
    know(server, {"name": "Bua"}, {"name": "Arun"})

    response = mali.post("/customers/many/tags/", sent, follow=True)

    assert reason in words(response)


def test_no_tag_and_a_wrong_one_are_said_in_place(server: Source, mali: Client) -> None:
    (root,) = know(server, {"name": "Bua"})

    replies = [mali.post("/customers/many/tags/", {"key": [root], "sure": "1", "added": tag}) for tag in ("", "x" * 51)]

    assert "Write at least one tag." in words(replies[0])
    assert "is no tag. Write 1 to 50 letters, without commas." in words(replies[1])


def test_an_owner_is_given_and_taken(server: Source, mali: Client) -> None:
    one, two = know(server, {"name": "Bua"}, {"name": "Arun"})
    nok = User.objects.create_user("nok@shop.example", role=Role.SALES)

    mali.post("/customers/many/owner/", {"key": [one, two], "sure": "2", "owner": str(nok.pk)})
    given = owners.owners_of([one, two])
    mali.post("/customers/many/owner/", {"key": [two], "sure": "1", "owner": "0"})

    assert given == {one: nok.pk, two: nok.pk}
    assert owners.owners_of([one, two]) == {one: nok.pk}
    assert "1 of 2" in words(mali.get(f"/customers/?owner={nok.pk}"))
    assert "Arun" in words(mali.get("/customers/?owner=nobody"))


def test_much_is_done_by_a_job_that_says_how_it_went(
    server: Source, mali: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    roots = know(server, *({"name": f"N{n}"} for n in range(5)))
    nok = User.objects.create_user("nok@shop.example", role=Role.SALES)
    monkeypatch.setattr(tags, "AT_ONCE", 2)

    with by_jobs(monkeypatch), road_beside():
        mali.post("/customers/many/tags/", {"everyone": "1", "here": "?", "sure": "5", "added": "vip"})
        mali.post("/customers/many/owner/", {"everyone": "1", "here": "?", "sure": "5", "owner": str(nok.pk)})
        waiting = words(mali.get("/customers/"))
        run_waiting()
    ended = words(mali.get("/customers/"))

    assert "The tags of 5 customers are being changed." in waiting
    assert [shown(root) for root in roots] == [["vip"]] * 5
    assert owners.owners_of(roots) == dict.fromkeys(roots, nok.pk)
    assert ended.count("Done: 5 of 5 customers were changed.") == 2
    assert [len(audit.subjects([entry.pk])[entry.pk]) for entry in audit.entries(action="customer.tag")] == [5]


def test_a_job_goes_on_where_it_was_stopped(server: Source, mali: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    roots = know(server, *({"name": f"N{n}"} for n in range(4)))
    user = User.objects.get()
    work = bulk.start(bulk.TAG, roots, {"added": ["vip"], "removed": []}, user=user)
    Bulk.objects.filter(pk=work.pk).update(done=2)

    with road_beside():
        run_waiting()

    assert [shown(root) for root in roots] == [[], [], ["vip"], ["vip"]]


def test_a_file_has_what_the_list_shows_as_text_that_calculates_nothing(
    server: Source, mali: Client, data_folder: Path
) -> None:
    roots = know(
        server,
        {"name": "=cmd|' /C calc'!A0", "phone": "0812345678", "birthday": "1988-05-14", "children": 2},
        {"name": "王伟", "city": "กรุงเทพ", "tags": ["-1+1", "مشتری"], "email": "w@shop.example"},
    )
    here = "?sort=created&columns=name,phone,birthday,children,city,tags"

    csv_file = mali.post("/customers/many/export/", {"everyone": "1", "here": here, "sure": "2", "format": "csv"})
    content = body(csv_file)

    assert content.startswith(b"\xef\xbb\xbf")
    assert csv_file["Content-Disposition"].startswith('attachment; filename="customers-')
    assert lines(content) == [
        ["Name", "Phone number", "Birthday", "Children", "City", "Tags", "Regulars ID"],
        ["'=cmd|' /C calc'!A0", "+66812345678", "1988-05-14", "2", "", "", marked(roots[0])],
        ["王伟", "", "", "", "กรุงเทพ", "'-1+1, مشتری", marked(roots[1])],
    ]
    assert list((data_folder / "exports").iterdir()) == []


def test_a_sheet_has_texts_as_texts_and_numbers_and_days_typed(server: Source, mali: Client) -> None:
    know(server, {"name": "=1+1", "phone": "0812345678", "birthday": "1988-05-14", "children": 2})
    order: dict[str, Any] = {"event": "Order Completed", "order_id": "o1", "total": 120.5, "currency": "THB"}
    tell(server, said(Kind.TRACK, "9", ("user_id", "u1"), **order))
    here = "?columns=name,phone,birthday,children,orders"

    sheet = mali.post("/customers/many/export/", {"everyone": "1", "here": here, "sure": "1", "format": "xlsx"})

    head, row = cells(body(sheet))
    assert [text for _, text in head] == [
        "Name", "Phone number", "Birthday", "Children", "Last order", "Orders", "Spent", "Currency", "Regulars ID",
    ]  # fmt: skip
    assert row[:4] == [("inlineStr", "=1+1"), ("inlineStr", "+66812345678"), ("", "32277"), ("", "2")]
    assert row[5:-1] == [("", "1"), ("", "120.50"), ("inlineStr", "THB")]


def test_an_export_is_written_down_with_its_columns_and_everyone_in_it(server: Source, mali: Client) -> None:
    roots = know(server, {"name": "Bua"}, {"name": "Arun"})

    mali.post(
        "/customers/many/export/",
        {"key": roots, "here": "?columns=name,city", "sure": "2", "format": "csv"},
    )

    (entry,) = audit.entries(action="customer.export")
    assert (entry.fields, sorted(audit.subjects([entry.pk])[entry.pk])) == (["city", "key", "name"], roots)


def test_a_role_exports_only_what_it_sees(server: Source) -> None:
    know(server, {"name": "Bua", "email": "bua@shop.example", "birthday": "1988-05-14"})
    marketer = colleague(Role.MARKETER)
    seller = Client()
    seller.force_login(User.objects.create_user("s@shop.example", role=Role.SALES))
    asked = {"everyone": "1", "here": "?columns=name,email,birthday", "sure": "1", "format": "csv"}

    refused, given = seller.post("/customers/many/export/", asked), marketer.post("/customers/many/export/", asked)

    assert refused.status_code == 403
    assert lines(body(given))[1][:-1] == ["Bua", "bua@shop.example", "1988-05-14"]


def test_only_what_is_seen_whole_leaves(server: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    (root,) = know(server, {"name": "Bua", "email": "bua@shop.example", "language": "th"})
    monkeypatch.setitem(roles.PERMISSIONS, Role.VIEWER, frozenset({"customers.see", "customers.export"}))
    viewer = colleague(Role.VIEWER)
    asked = {"everyone": "1", "here": "?columns=name,email,language", "sure": "1", "format": "csv"}

    given = lines(body(viewer.post("/customers/many/export/", asked)))

    assert given == [["Language", "Regulars ID"], ["th", marked(root)]]


def fetching(work: Bulk) -> str:
    """Where the file of a work is fetched."""
    return reverse("customers:fetch", args=[work.pk])


def test_a_large_file_is_made_by_a_job_and_fetched_once_by_its_maker(
    server: Source, mali: Client, monkeypatch: pytest.MonkeyPatch, data_folder: Path
) -> None:
    bua, arun = know(server, {"name": "Bua"}, {"name": "Arun"})
    other = colleague(Role.ADMINISTRATOR)

    with by_jobs(monkeypatch):
        mali.post("/customers/many/export/", {"everyone": "1", "here": "?columns=name", "sure": "2", "format": "csv"})
        run_waiting()
    ready = words(mali.get("/customers/"))
    work = Bulk.objects.get()
    (path,) = (data_folder / "exports").iterdir()
    elsewhere = other.post(fetching(work), follow=True)
    fetched = body(mali.post(fetching(work)))
    again = mali.post(fetching(work), follow=True)

    assert "Your file with 2 customers is ready." in ready
    assert "There is nothing here any more" in words(elsewhere)
    assert lines(fetched) == [["Name", "Regulars ID"], ["Arun", marked(arun)], ["Bua", marked(bua)]]
    assert "There is nothing here any more" in words(again)
    assert (path.exists(), path.stat().st_mode & 0o777 if path.exists() else 0) == (False, 0)


def test_a_file_that_nobody_fetches_goes_after_a_day(
    server: Source, mali: Client, monkeypatch: pytest.MonkeyPatch, data_folder: Path
) -> None:
    know(server, {"name": "Bua"})
    with by_jobs(monkeypatch):
        mali.post("/customers/many/export/", {"everyone": "1", "here": "?", "sure": "1", "format": "xlsx"})
        run_waiting()
    (path,) = (data_folder / "exports").iterdir()

    kept = bulk.purge()
    Bulk.objects.update(created_at=Bulk.objects.get().created_at - DAY - 1)
    late = mali.post(fetching(Bulk.objects.get()), follow=True)
    gone = bulk.purge()

    assert (kept, gone, path.exists()) == (0, 1, False)
    assert "There is nothing here any more" in words(late)


def test_a_file_goes_when_somebody_in_it_is_erased(
    server: Source, mali: Client, monkeypatch: pytest.MonkeyPatch, data_folder: Path
) -> None:
    from regulars.protect.privacy.services import erase_customer  # noqa: PLC0415

    root, _other = know(server, {"name": "Bua"}, {"name": "Arun"})
    with by_jobs(monkeypatch):
        mali.post("/customers/many/export/", {"everyone": "1", "here": "?", "sure": "2", "format": "csv"})
        run_waiting()

    erase_customer(root, actor="owner")
    drain()

    assert list((data_folder / "exports").iterdir()) == []
    assert "Somebody was erased who was in your file" in words(mali.get("/customers/"))


def test_a_colleague_works_only_on_whom_they_see(server: Source) -> None:
    mine, other = know(server, {"name": "Bua"}, {"name": "Arun"})
    seller = colleague(Role.SALES, reach=Reach.OWN)
    nok = User.objects.get(email="nok@shop.example")
    owners.assign([mine], nok.pk, actor="owner")

    with road_beside():
        ticked = seller.post("/customers/many/tags/", {"key": [mine, other]})
        everyone = seller.post("/customers/many/tags/", {"everyone": "1", "here": "?"})
        seller.post("/customers/many/tags/", {"key": [mine, other], "sure": "1", "added": "vip"})

    assert ["Tags of 1 customer" in words(page) for page in (ticked, everyone)] == [True, True]
    assert (shown(mine), shown(other)) == (["vip"], [])


@pytest.mark.parametrize("address", ["tags/", "owner/", "export/"])
def test_what_one_may_not_do_is_refused(server: Source, address: str) -> None:
    (root,) = know(server, {"name": "Bua"})

    refused = colleague(Role.ANALYST).post(f"/customers/many/{address}", {"key": [root]})

    assert refused.status_code == 403


def test_a_file_is_not_handed_to_who_sees_less_than_when_it_was_made(
    server: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(server, {"name": "Bua", "email": "bua@shop.example"}, {"name": "Arun"})
    client = colleague(Role.ADMINISTRATOR)
    nok = User.objects.get(email="nok@shop.example")
    with by_jobs(monkeypatch):
        client.post(
            "/customers/many/export/", {"everyone": "1", "here": "?columns=name,email", "sure": "2", "format": "csv"}
        )
        run_waiting()
    work = Bulk.objects.get()
    now_less: dict[str, dict[str, Any]] = {
        "does not export": {"role": Role.ANALYST},
        "sees masked": {"role": Role.VIEWER},
        "sees their own": {"reach": Reach.OWN},
    }
    monkeypatch.setitem(roles.PERMISSIONS, Role.VIEWER, frozenset({"customers.see", "customers.export"}))

    answers = {}
    for name, access in now_less.items():
        User.objects.filter(pk=nok.pk).update(**{"role": Role.ADMINISTRATOR, "reach": Reach.EVERYONE} | access)
        answer = client.post(fetching(work), follow=True)
        answers[name] = (answer.status_code, "You no longer see all that is in this file." in words(answer))
    User.objects.filter(pk=nok.pk).update(role=Role.ADMINISTRATOR, reach=Reach.EVERYONE)
    fetched = client.post(fetching(work))

    assert answers == {"does not export": (403, False), "sees masked": (200, True), "sees their own": (200, True)}
    assert len(lines(body(fetched))) == 3


def test_the_name_of_every_format_has_room_where_it_is_kept() -> None:
    assert max(map(len, FORMATS)) <= (Bulk._meta.get_field("file").max_length or 0)
