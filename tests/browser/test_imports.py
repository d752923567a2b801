"""Lists as shops have them, brought in by a browser from the upload to the undo: Thai Excel and Windows-874, Chinese
without a mark of its encoding, Persian with Jalali birthdays."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import FilePayload, Page, expect

from tests.browser import axe
from tests.browser.conftest import PHONE, Demo
from tests.conftest import home_in
from tests.html import complaints
from tests.serving import running

THAI = [
    ["ชื่อ-นามสกุล", "เบอร์โทร", "อีเมล", "วันเกิด", "เพศ", "รองเท้า"],
    ["นายสมชาย ใจดี", "081-234-5678", "somchai@mail.example", "03/04/2530", "ช", "42"],
    ["นางสาวมาลี ศรีสุข", "0891112233", "malee@mail.example", "14/05/2531", "ญ", "37"],
    ["วิชัย ทองคำ", "0823456789", "wichai(at)mail", "21/12/2540", "ชาย", "40"],
]
CHINESE = [
    ["姓名", "手机", "邮箱", "性别", "生日"],
    ["王伟", "13812345678", "wangwei@shop.example", "男", "1988-05-14"],
    ["李娜", "13912345678", "lina@shop.example", "女", "1990/1/2"],
]
PERSIAN = [
    ["نام", "نام خانوادگی", "موبایل", "تاریخ تولد", "شهر"],
    ["زهرا", "احمدی", "۰۹۱۲۳۴۵۶۷۸۹", "۱۳۶۷/۰۲/۲۴", "تهران"],
    ["رضا", "کریمی", "09351234567", "1370/12/30", "شیراز"],
]
TEXT = "text/csv"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A shop that begins: an owner, and nobody else yet."""
    folder = tmp_path_factory.mktemp("shop")
    folder.chmod(0o700)
    with home_in(folder) as home, running(home) as server:
        for command in (["create", "owner@shop.example", "--owner"], ["reset", "owner@shop.example"]):
            said = subprocess.run(
                ["regulars", "staff", *command, "--json"], env=home, check=True, capture_output=True, text=True
            ).stdout
        printed = f"sign in as owner@shop.example with the password {json.loads(said)['password']}"
        yield Demo(server, home, printed)


def workbook(rows: list[list[str]]) -> bytes:
    made = BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("สมาชิก")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return made.getvalue()


def csv(rows: list[list[str]], encoding: str) -> bytes:
    return "".join(",".join(row) + "\r\n" for row in rows).encode(encoding)


def upload(page: Page, name: str, content: bytes, kind: str = TEXT) -> None:
    """From the list of imports to what was found in the file."""
    page.goto("/imports/")
    page.locator("input[type=file]").set_input_files([FilePayload(name=name, mimeType=kind, buffer=content)])
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/look/")


def match(page: Page) -> None:
    """On to the columns."""
    page.get_by_role("button", name="This is right").click()
    page.wait_for_url("**/columns/")


def preview(page: Page) -> None:
    """Over the basis to what would happen."""
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/basis/")
    page.get_by_label("Our own customers").check()
    page.get_by_label("Serving orders and requests").check()
    page.get_by_label("Marketing messages").first.check()
    page.get_by_role("button", name="Show what would happen").click()
    expect(page.get_by_text("This is what would happen. Nothing has been changed yet.")).to_be_visible()


def bring_in(page: Page, rows: int) -> None:
    """Run it to its report."""
    page.get_by_role("button", name=f"Import {rows} rows").click()
    page.wait_for_url("**/report/")
    expect(page.get_by_role("heading", name="Report")).to_be_visible()
    expect(page.locator("#state-of-import")).to_have_text("Done")


def undo(page: Page) -> None:
    """Take it back, after what that changes was shown."""
    page.get_by_role("link", name="Undo…").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("This import is taken back")).to_be_visible()


def outcome(page: Page, name: str) -> str:
    return page.locator(f".outcomes .{name} dd").inner_text()


def column(page: Page, head: str) -> str:
    """What the page says of a column."""
    return page.get_by_role("group", name=head, exact=True).inner_text()


def meaning(page: Page, head: str) -> str:
    """The field that a column is matched with."""
    chosen: str = (
        page.get_by_role("group", name=head, exact=True)
        .locator("select")
        .first.evaluate("select => select.selectedOptions[0].textContent")
    )
    return chosen


def found(page: Page, name: str) -> int:
    """How many customers of this name there are."""
    page.goto(f"/customers/?q={name}")
    return page.locator("#people tbody tr").count()


def check(page: Page) -> None:
    """No barrier, nothing beside the page, and valid HTML."""
    axe.check(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert complaints(page.request.get(page.url).text()) == []


def test_a_thai_workbook_comes_in_is_repaired_and_taken_back(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    upload(page, "ลูกค้า.xlsx", workbook(THAI))
    expect(page.get_by_text("Excel workbook")).to_be_visible()
    check(page)
    match(page)
    check(page)

    assert [meaning(page, head) for head in THAI[0]] == [
        *("Name", "Phone number", "E-mail address", "Birthday", "Gender", "Leave out")
    ]
    assert "3 Apr 1987" in column(page, "วันเกิด")
    assert "สมชาย" in column(page, "ชื่อ-นามสกุล").partition("→")[2]

    preview(page)
    assert (outcome(page, "created"), outcome(page, "rejected")) == ("3", "0")
    check(page)
    page.get_by_label("wichai(at)mail becomes").fill("wichai@mail.example")
    page.get_by_role("button", name="Use for all rows").first.click()
    page.get_by_role("button", name="Preview with the repairs").click()
    expect(page.get_by_text("This is what would happen")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Problems"))).to_have_count(0)
    page.get_by_role("link", name=re.compile("^New")).click()
    expect(page.get_by_text("wichai@mail.example")).to_be_visible()

    bring_in(page, 3)
    check(page)
    assert outcome(page, "created") == "3"
    report = page.url
    assert found(page, "สมชาย") == 1
    page.goto(report)
    undo(page)
    assert found(page, "สมชาย") == 0


def test_a_windows_874_list_is_read_and_a_field_made_for_it(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    upload(page, "สมาชิก.csv", csv(THAI, "cp874"))
    expect(page.get_by_role("cell", name="นายสมชาย ใจดี")).to_be_visible()
    assert page.get_by_role("radio", checked=True).get_attribute("value") in {"tis-620", "cp874", "windows-874"}
    match(page)

    page.get_by_role("group", name="รองเท้า").get_by_role("link", name="New field…").click()
    dialog = page.get_by_role("dialog", name="New field")
    expect(dialog.get_by_label("Name")).to_have_value("รองเท้า")
    dialog.get_by_label("Name").fill("Shoe size")
    dialog.get_by_label("What does it hold?").select_option("integer")
    dialog.get_by_label("Serving orders and requests").check()
    dialog.get_by_role("button", name="Add the field").click()
    expect(page.get_by_text("The field “Shoe size” is there now")).to_be_visible()

    assert meaning(page, "รองเท้า") == "Shoe size"
    preview(page)
    page.get_by_role("link", name=re.compile("^New")).click()
    expect(page.get_by_role("row", name=re.compile("สมชาย"))).to_contain_text("42")
    page.once("dialog", lambda question: question.accept())
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("The file is deleted.")).to_be_visible()


def test_a_chinese_list_without_a_mark_of_its_encoding_comes_in_twice(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    upload(page, "客户.csv", csv(CHINESE, "gbk"))
    expect(page.get_by_role("cell", name="王伟")).to_be_visible()
    match(page)
    assert [meaning(page, head) for head in CHINESE[0]] == [
        "Name",
        "Phone number",
        "E-mail address",
        "Gender",
        "Birthday",
    ]
    preview(page)
    bring_in(page, 2)
    report = page.url

    page.get_by_role("link", name="Import it again").click()
    page.locator("input[type=file]").set_input_files(
        [FilePayload(name="客户.csv", mimeType=TEXT, buffer=csv(CHINESE, "gbk"))]
    )
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/preview/")
    page.get_by_role("button", name="Show what would happen").click()
    expect(page.get_by_text("This is what would happen")).to_be_visible()
    assert (outcome(page, "created"), outcome(page, "unchanged")) == ("0", "2")

    page.goto(report)
    undo(page)
    assert found(page, "王伟") == 0


def test_a_persian_list_with_jalali_birthdays_comes_in(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    upload(page, "مشتریان.csv", csv(PERSIAN, "utf-8-sig"))
    match(page)
    assert "13 May 1988" not in column(page, "تاریخ تولد")
    assert "14 May 1988" in column(page, "تاریخ تولد")
    preview(page)
    bring_in(page, 2)

    page.goto("/customers/?q=زهرا احمدی")
    page.locator("#people tbody a").first.click()
    expect(page.get_by_text("14 May 1988")).to_be_visible()
    page.goto("/imports/")
    page.get_by_role("row", name=re.compile("مشتریان")).first.get_by_role("link", name="Undo").click()
    check(page)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("This import is taken back")).to_be_visible()
    assert found(page, "زهرا") == 0


def test_without_scripts_and_on_a_phone_a_file_goes_the_same_way(demo: Demo, signed_in: Callable[..., Page]) -> None:
    page = signed_in(PHONE)
    page.goto("/imports/upload/")
    check(page)
    state = page.context.storage_state()
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(base_url=demo.server.url, java_script_enabled=False, storage_state=state)
    plain = context.new_page()

    upload(plain, "客户.csv", csv(CHINESE, "gbk"))
    match(plain)
    plain.get_by_role("button", name="Go on").click()
    plain.wait_for_url("**/basis/")
    plain.get_by_label("It was bought or rented").check()
    plain.get_by_label("Marketing messages").first.check()
    plain.get_by_role("button", name="Show what would happen").click()

    expect(plain.get_by_text("People on a bought list never agreed to hear from you")).to_be_visible()
    for step in ("look", "columns", "basis"):
        page.goto(re.sub(r"[a-z]+/$", f"{step}/", plain.url))
        check(page)
    context.close()


@pytest.mark.parametrize(("name", "content"), [("empty.csv", b""), ("odd.exe", b"MZ\x00\x01" * 99)])
def test_what_is_no_list_is_said_so(signed_in: Callable[..., Page], name: str, content: bytes) -> None:
    page = signed_in()
    page.goto("/imports/")
    page.locator("input[type=file]").set_input_files([FilePayload(name=name, mimeType=TEXT, buffer=content)])
    page.get_by_role("button", name="Upload").click()

    expect(
        page.get_by_role("alert").filter(has_text=re.compile(r"nothing in this file|no file of a kind"))
    ).to_be_visible()


def test_a_file_is_refused_without_permission_and_nothing_of_it_is_kept(
    demo: Demo, signed_in: Callable[..., Page]
) -> None:
    page = signed_in()
    page.goto("/imports/")
    token = page.locator(".drop input[name=csrfmiddlewaretoken]").input_value()
    file = FilePayload(name="a.csv", mimeType=TEXT, buffer=b"a,b\r\n1,2\r\n" * 100_000)

    forged = page.request.post("/imports/upload/", multipart={"csrfmiddlewaretoken": "x" * 64, "file": file})
    page.context.clear_cookies(name="regulars")
    unknown = page.request.post(
        "/imports/upload/", multipart={"csrfmiddlewaretoken": token, "file": file}, max_redirects=0
    )

    assert (forged.status, unknown.status) == (403, 302)
    kept = Path(demo.home["REGULARS_DATA"]) / "uploads"
    assert list(kept.iterdir() if kept.exists() else ()) == []
