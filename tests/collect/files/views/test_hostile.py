"""What a file says about itself and its people is text on every page: names, sheets, heads, cells, sources, reasons."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from asgiref.sync import async_to_sync
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.asgi import ASGIHandler
from django.test import Client
from django.urls import reverse

from regulars.base.staff.models import User
from regulars.base.web.uploads import take
from regulars.collect.files import folder, queries, services
from regulars.collect.files.basis import Basis
from regulars.collect.files.models import Import
from regulars.unify.customers.models import Golden
from regulars.unify.facts.models import Source
from regulars.unify.road import Road
from tests.base.web.test_multipart import MARK, written
from tests.collect.files.bringing import HEADS, offered, previewed, ran
from tests.html import complaints

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

HOSTILE = "<img src=x onerror=alert(1)>"
QUOTED = "\"'><img src=x onerror=alert(1)>"
PART = {"HX-Request": "true"}
SECTIONS = ("created", "updated", "unchanged", "merged", "rejected", "problems")


@pytest.fixture
def owner(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("owner@shop.example", name=HOSTILE))
    return client


def said_by(client: Client, address: str, sent: dict[str, str] | None = None) -> Iterator[str]:
    """The page and its part, as both are sent."""
    for headers in ({}, PART):
        answer = client.get(address, headers=headers) if sent is None else client.post(address, sent, headers=headers)
        text = answer.content.decode()
        assert answer.status_code == 200, address
        if not headers:
            assert complaints(text) == []
        yield text


def check(client: Client, *addresses: str) -> None:
    """Nothing of what was said is a tag, an attribute or a script."""
    for address in addresses:
        for text in said_by(client, address):
            assert "<img src=x" not in text
            assert "onerror=alert(1)>" not in text


def hostile() -> Import:
    """A file that is hostile wherever it can be."""
    targets = ("identifier:external_id", "identifier:email", "trait:gender", "trait:name", "trait:city")
    heads = ("Number", HOSTILE, f"{QUOTED}2", "Name", "City")
    rows = [
        ("1", "ann@shop.example", HOSTILE, f"Ann {HOSTILE}", "Pai"),
        (None, HOSTILE, None, HOSTILE, HOSTILE),
        ("3", "<b>@shop.example", "female", None, f"'{HOSTILE}"),
        (None, None, None, None, None),
    ]
    row = offered(rows, heads=heads, targets=targets)
    Import.objects.filter(pk=row.pk).update(name=f"{HOSTILE}.csv")
    Source.objects.filter(pk=row.source).update(name=HOSTILE)
    said = Basis(origin="customers", purposes=["service"], told=QUOTED, evidence=HOSTILE)
    return services.set_basis(row.pk, said, actor="owner")


def test_pages_before_a_run_show_text(owner: Client) -> None:
    row = previewed(hostile())

    check(owner, "/imports/", *(f"/imports/{row.pk}/{step}/" for step in ("look", "columns", "basis", "preview")))
    check(owner, *(f"/imports/{row.pk}/preview/?section={section}" for section in SECTIONS))
    check(owner, f"/imports/{row.pk}/columns/?show={HOSTILE}", f"/imports/{row.pk}/preview/?section={HOSTILE}")
    sent = {"kind_before": "customers", "kind": "customers", "c2-target": "trait:gender", "source": QUOTED}
    for text in said_by(owner, reverse("imports:column", args=[row.pk, 2]), sent):
        assert "<img src=x" not in text


def test_pages_after_a_run_show_text(owner: Client) -> None:
    with Road() as road:
        row = ran(hostile(), road)
        services.undo(ran(offered([("9", "z@shop.example", None, HOSTILE, HOSTILE)]), road).pk, actor="owner")

    check(owner, "/imports/", f"/imports/{row.pk}/report/", f"/imports/{row.pk}/undo/")
    answer = owner.get(f"/imports/{row.pk}/rejected/?format=csv")
    assert answer["Content-Disposition"] == f'attachment; filename="left-out-{row.pk}.csv"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_people_from_a_file_are_text_in_lists_of_quality(owner: Client) -> None:
    with Road() as road:
        ran(hostile(), road)
        city = [
            ("4", "d@shop.example", None, HOSTILE, f"{HOSTILE} a"),
            ("5", "e@shop.example", None, HOSTILE, f"a {HOSTILE}"),
        ]
        ran(offered(city), road)

    names = tuple(f"quality:{name}" for name in ("overview", "review", "rules", "cleaning", "duplicates", "decided"))
    check(owner, *(reverse(name) for name in names), reverse("quality:workbench", args=["city"]))
    check(owner, f"{reverse('quality:workbench', args=['city'])}?find={HOSTILE}&method={HOSTILE}")
    for root in Golden.objects.values_list("root", flat=True):
        check(owner, reverse("customers:customer", args=[root]))
    back = {"value": [HOSTILE], "into": "", "method": QUOTED}
    told = owner.post(reverse("quality:merge-values", args=["city"]), back, follow=True).content.decode()
    assert "<img src=x" not in told


def test_sheets_and_files_are_called_what_they_are_called(owner: Client, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in (HOSTILE, "B"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [HOSTILE, QUOTED])
            sheet.write_row(1, 0, [QUOTED, HOSTILE])
    row = services.upload(path, f"../../{QUOTED}.xlsx", actor="owner")

    assert queries.find(row.pk).name == f"{QUOTED}.xlsx"
    check(owner, f"/imports/{row.pk}/look/", f"/imports/{row.pk}/columns/")


@pytest.mark.parametrize("name", ["../../../evil.csv", "..\\..\\evil.csv", "/etc/evil.csv", "a\x00/../evil.csv"])
def test_a_file_lies_where_its_import_does_whatever_it_is_called(owner: Client, name: str, data_folder: Path) -> None:
    row = services.upload(io.BytesIO(b"E-mail\nann@shop.example"), name, actor="owner")

    assert queries.find(row.pk).name.endswith("evil.csv")
    assert "/" not in queries.find(row.pk).name
    assert [path.name for path in (data_folder / folder.FOLDER / str(row.pk)).iterdir()] == [folder.UPLOAD]
    assert not list(data_folder.rglob("*evil*"))


def test_an_upload_from_elsewhere_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("owner@shop.example"))
    file = SimpleUploadedFile("list.csv", b"E-mail\nann@shop.example")

    answers = [
        client.post("/imports/upload/", {"file": file}),
        client.post("/imports/upload/", {"file": file}, headers=PART),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert not Import.objects.exists()


def streamed(client: Client, token: str) -> int:
    """The status that a browser hears which sends a large file past the bounds of other bodies."""
    cookies = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
    body = written(b"E-mail\nann@shop.example", fields={"csrfmiddlewaretoken": token}, filename="list.csv")
    headers = {"host": "localhost", "cookie": cookies, "content-type": f"multipart/form-data; boundary={MARK}",
               "content-length": str(len(body))}  # fmt: skip
    scope: Any = {
        "type": "http",
        "method": "POST",
        "path": "/imports/upload/",
        "query_string": b"",
        "http_version": "1.1",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    sent = iter([{"type": "http.request", "body": body, "more_body": False}])
    heard: list[int] = []

    async def receive() -> Any:
        return next(sent, {"type": "http.disconnect"})

    async def send(message: Any) -> None:
        heard.extend([message["status"]] if message["type"] == "http.response.start" else [])

    async_to_sync(take)(scope, receive, send, ASGIHandler())
    return heard[0]


def test_a_streamed_upload_from_elsewhere_is_refused_before_it_is_kept(owner: Client, data_folder: Path) -> None:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', owner.get("/imports/upload/").content.decode())
    assert found is not None

    foreign = streamed(owner, "")
    kept = list(data_folder.rglob("upload*"))
    own = streamed(owner, found[1])

    assert (foreign, kept, own) == (403, [], 302)
    assert Import.objects.count() == 1


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_left_out_rows_calculate_nothing(owner: Client, format_: str) -> None:
    formula = "=cmd|'/C calc'!A0"
    with Road() as road:
        row = ran(offered([(None, None, formula, None, None), ("1", "a@shop.example", None, "Ann", None)],
                          heads=(*HEADS[:4], f"{formula}head")), road)  # fmt: skip
    with services.rejected_file(row.pk, format_, actor="owner") as file:
        content = file.read()

    if format_ == "csv":
        lines = content.decode("utf-8-sig").splitlines()
        assert not [cell for line in lines for cell in line.split(",") if cell.startswith(("=", "+", "@"))]
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
