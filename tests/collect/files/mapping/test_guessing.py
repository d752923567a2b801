"""What columns are guessed to mean."""

import pytest

from regulars.collect.files.mapping import Kind, LeftOut, Mapping, Unclear, fingerprint, guess
from regulars.collect.files.mapping.reading import listed

pytestmark = pytest.mark.django_db


def by_head(mapping: Mapping) -> dict[str, str]:
    return {column.head: column.target for column in mapping.columns}


def nothing(heads: list[str]) -> list[list[str | None]]:
    return [[] for _head in heads]


THAI = {
    "ลำดับ": "",
    "รหัสลูกค้า": "identifier:external_id",
    "ชื่อ-นามสกุล": "trait:name",
    "ชื่อเล่น": "trait:nickname",
    "เบอร์มือถือ": "trait:phone",
    "เบอร์บ้าน": "identifier:phone",
    "อีเมล์": "trait:email",
    "ไลน์ไอดี": "trait:line",
    "ว/ด/ป เกิด": "trait:birthday",
    "เพศ": "trait:gender",
    "ที่อยู่": "trait:street",
    "ตำบล/แขวง": "trait:street",
    "อำเภอ/เขต": "trait:city",
    "จังหวัด": "trait:state",
    "รหัสไปรษณีย์": "trait:postal_code",
    "อาชีพ": "trait:job_title",
    "วันที่สมัคร": "trait:created_at",
    "รับข่าวสาร": "consent:marketing",
    "หมายเหตุ": "trait:description",
}
CHINESE = {
    "序号": "",
    "会员卡号": "identifier:member_card",
    "姓名": "trait:name",
    "性别": "trait:gender",
    "手机号": "trait:phone",
    "微信号": "trait:wechat",
    "电子邮箱": "trait:email",
    "出生日期": "trait:birthday",
    "详细地址": "trait:street",
    "所在城市": "trait:city",
    "省份": "trait:state",
    "邮编": "trait:postal_code",
    "注册时间": "trait:created_at",
    "标签": "trait:tags",
    "备注": "trait:description",
}
PERSIAN = {
    "ردیف": "",
    "کد مشتری": "identifier:external_id",
    "نام": "trait:first_name",
    "نام خانوادگي": "trait:last_name",
    "شماره موبایل": "trait:phone",
    "ایمیل": "trait:email",
    "تاریخ تولد": "trait:birthday",
    "جنسیت": "trait:gender",
    "آدرس": "trait:street",
    "شهر": "trait:city",
    "استان": "trait:state",
    "کدپستی": "trait:postal_code",
    "تاریخ عضویت": "trait:created_at",
    "خبرنامه": "consent:marketing",
}
ENGLISH = {
    "No.": "",
    "Customer ID": "identifier:external_id",
    "First Name": "trait:first_name",
    "Surname": "trait:last_name",
    "E-mail Address *": "trait:email",
    "Mobile (with country)": "trait:phone",
    "Phone 2": "identifier:phone",
    "DOB": "trait:birthday",
    "Sex": "trait:gender",
    "Address Line 1": "trait:street",
    "Address Line 2": "trait:street",
    "Town": "trait:city",
    "Zip": "trait:postal_code",
    "Country": "trait:country",
    "Newsletter": "consent:marketing",
    "Last Modified": "time:occurred_at",
    "favourite seat": "",
}


@pytest.mark.parametrize("heads", [THAI, CHINESE, PERSIAN, ENGLISH], ids=["th", "zh", "fa", "en"])
def test_heads_of_a_shops_sheet_are_known(heads: dict[str, str]) -> None:
    found = guess(list(heads), nothing(list(heads)))

    assert by_head(found) == heads
    assert found.kind is Kind.CUSTOMERS


def test_language_is_that_of_the_heads() -> None:
    assert [guess(list(heads), []).language for heads in (THAI, CHINESE, PERSIAN, ENGLISH)] == ["th", "zh", "fa", "en"]


@pytest.mark.parametrize(
    ("heads", "kind"),
    [
        (["เลขที่ออเดอร์", "วันที่", "ยอดรวม", "เบอร์โทร"], Kind.ORDERS),
        (["订单号", "下单时间", "商品名称", "数量", "单价", "手机号"], Kind.ORDER_LINES),
        (["کد کالا", "نام کالا", "قیمت", "موجودی"], Kind.PRODUCTS),
        (["SKU", "Product name", "Price", "In stock"], Kind.PRODUCTS),
        (["Email", "Purpose", "Consent given", "Date"], Kind.CONSENTS),
        (["หมายเลขสมาชิก", "แต้มสะสม"], Kind.POINTS),
        (["Name", "Phone", "Birthday", "Email", "Gender", "Points"], Kind.CUSTOMERS),
        (["what", "ever"], Kind.CUSTOMERS),
    ],
)
def test_kind_is_told_by_the_heads(heads: list[str], kind: Kind) -> None:
    found = guess(heads, nothing(heads))

    assert found.kind is kind


def test_values_tell_what_heads_do_not() -> None:
    heads = ["A", "B", "C", "D", "E"]
    samples: list[list[str | None]] = [
        ["mali@shop.example", "somchai@shop.example", None],
        ["081-234-5678", "0898765432", "-"],
        ["ช", "ญ", "ช"],
        ["ไทย", "ญี่ปุ่น", "Thailand"],
        ["blue", "green", "red"],
    ]

    found = guess(heads, samples, region="TH")

    assert by_head(found) == {
        "A": "trait:email",
        "B": "trait:phone",
        "C": "trait:gender",
        "D": "trait:country",
        "E": "",
    }
    assert [column.confidence for column in found.columns] == [0.6, 0.6, 0.6, 0.6, 0.0]
    assert found.columns[4].left_out == LeftOut.UNKNOWN


def test_values_contradict_a_head() -> None:
    found = guess(["ติดต่อ", "Phone"], [[], ["a@shop.example", "b@shop.example", "c@shop.example"]], region="TH")

    assert by_head(found) == {"ติดต่อ": "", "Phone": "trait:email"}


def test_an_internal_line_id_is_an_identifier_and_a_handle_is_not() -> None:
    internal = guess(["LINE ID", "Name"], [["U" + "0af1" * 8], ["Mali"]])
    handle = guess(["LINE ID", "Name"], [["mali.tea"], ["Mali"]])

    assert internal.columns[0].target == "identifier:line"
    assert handle.columns[0].target == "trait:line"


def test_dates_and_amounts_are_decided_over_the_samples() -> None:
    heads = ["订单号", "下单时间", "总金额", "生日"]
    samples = [["1", "2"], ["03/04/2026 10:00", "25/04/2026 11:00"], ["1.234,50", "12,00"], []]

    _id, time, total, _birthday = guess(heads, samples, Kind.ORDERS, region="CN").columns

    assert (time.calendar, time.date_order, time.unclear) == ("gregorian", "dmy", [])
    assert total.decimal == ","


def test_ambiguous_days_are_said_to_be() -> None:
    found = guess(["Birthday", "Name"], [["03/04/1990", "05/06/1991"], []], region="TH")

    assert (found.columns[0].date_order, found.columns[0].unclear) == ("dmy", [Unclear.DATE_ORDER])


def test_names_with_honorifics_are_split_and_plain_ones_are_not() -> None:
    titled = guess(["ชื่อ", "โทร"], [["นายสมชาย ใจดี", "น.ส.มะลิ ใจดี"], []])
    plain = guess(["ชื่อ", "โทร"], [["สมชาย ใจดี", "มะลิ ใจดี"], []])

    assert (titled.columns[0].split, plain.columns[0].split) == ("name", "")


@pytest.mark.parametrize("head", ["ชื่อ-สกุล", "ชื่อ สกุล", "ชื่อสกุล"])
def test_a_thai_head_of_first_and_last_name_is_the_whole_name(head: str) -> None:
    mapping = guess([head, "โทร"], [["สมชาย ใจดี", "มะลิ ใจดี"], []])

    assert mapping.columns[0].target == "trait:name"
    assert mapping.columns[0].split == "name"


def test_the_same_thai_head_beside_a_name_is_the_last_name() -> None:
    mapping = guess(["ชื่อ", "ชื่อสกุล"], [["สมชาย", "มะลิ"], ["ใจดี", "ใจดี"]])

    assert [column.target for column in mapping.columns] == ["trait:first_name", "trait:last_name"]


def test_names_of_our_own_export_stay_whole() -> None:
    mapping = guess(["Full name", "Regulars ID"], [["นายสมชาย ใจดี", "น.ส.มะลิ ใจดี"], ["7", "8"]])

    assert [(column.target, column.split) for column in mapping.columns] == [("trait:name", ""), ("customer:key", "")]


def test_three_samples_are_shown_of_what_is_there() -> None:
    found = guess(
        ["Email"], [[None, "", "a@b.example", "a@b.example", " c@d.example", "n/a", "e@f.example", "g@h.example"]]
    )

    assert found.columns[0].samples == ["a@b.example", "c@d.example", "e@f.example"]


def test_a_remembered_mapping_is_taken_in_whatever_order_the_columns_stand() -> None:
    before = guess(["Email", "Seat"], nothing(["", ""]))
    before.columns[1].target = "trait:nickname"
    before.columns[1].values = {"x": "y"}
    before.as_of = 5

    found = guess(["seat ", "EMAIL"], [["x"], []], remembered={before.fingerprint: before})

    assert by_head(found) == {"seat ": "trait:nickname", "EMAIL": "trait:email"}
    assert (found.columns[0].place, found.columns[0].values, found.columns[0].samples) == (0, {"x": "y"}, ["x"])
    assert found.as_of == 0


def test_fingerprint_is_of_the_heads_alone() -> None:
    assert fingerprint(["Email", "Name"]) == fingerprint(["name ", "E-mail"])
    assert fingerprint(["Email", "Name"]) != fingerprint(["Email", "Names"])


HUBSPOT = {
    "Record ID": "identifier:external_id",
    "First Name": "trait:first_name",
    "Last Name": "trait:last_name",
    "Email": "trait:email",
    "Phone Number": "trait:phone",
    "Contact owner": "",
    "Lead Status": "",
    "Create Date": "trait:created_at",
    "Unsubscribed from all email": "consent:marketing",
}
GOOGLE = {
    "First Name": "trait:first_name",
    "Last Name": "trait:last_name",
    "Labels": "trait:tags",
    "E-mail 1 - Label": "",
    "E-mail 1 - Value": "trait:email",
    "E-mail 2 - Value": "identifier:email",
    "Phone 1 - Label": "",
    "Phone 1 - Value": "trait:phone",
    "Organization Name": "trait:company",
    "Birthday": "trait:birthday",
}
SHOPIFY_CUSTOMERS = {
    "Customer ID": "identifier:external_id",
    "First Name": "trait:first_name",
    "Last Name": "trait:last_name",
    "Email": "trait:email",
    "Accepts Email Marketing": "consent:marketing",
    "Default Address Address1": "trait:street",
    "Default Address City": "trait:city",
    "Default Address Country Code": "trait:country",
    "Default Address Phone": "identifier:phone",
    "Phone": "trait:phone",
    "Total Spent": "",
    "Tags": "trait:tags",
}
SHOPIFY_ORDERS = {
    "Name": "order:order_id",
    "Email": "identifier:email",
    "Financial Status": "order:status",
    "Paid at": "",
    "Currency": "order:currency",
    "Subtotal": "order:revenue",
    "Total": "order:total",
    "Created at": "time:occurred_at",
    "Lineitem quantity": "line:quantity",
    "Lineitem name": "line:name",
    "Lineitem price": "line:price",
    "Lineitem sku": "line:sku",
    "Billing Name": "trait:name",
    "Shipping City": "",
}
SHOPIFY_PRODUCTS = {
    "Handle": "",
    "Title": "product:name",
    "Vendor": "product:brand",
    "Variant SKU": "product:sku",
    "Variant Inventory Qty": "product:stock",
    "Variant Price": "product:price",
}
LINE = {"User ID": "identifier:line", "Display name": "trait:name", "Picture URL": "trait:avatar"}


@pytest.mark.parametrize(
    ("heads", "origin", "kind"),
    [
        (HUBSPOT, "hubspot", Kind.CUSTOMERS),
        (GOOGLE, "google_contacts", Kind.CUSTOMERS),
        (SHOPIFY_CUSTOMERS, "shopify", Kind.CUSTOMERS),
        (SHOPIFY_ORDERS, "shopify", Kind.ORDER_LINES),
        (SHOPIFY_PRODUCTS, "shopify", Kind.PRODUCTS),
        (LINE, "line_oa", Kind.CUSTOMERS),
    ],
)
def test_exports_are_known(heads: dict[str, str], origin: str, kind: Kind) -> None:
    found = guess(list(heads), nothing(list(heads)))

    assert by_head(found) == heads
    assert (found.origin, found.kind) == (origin, kind)
    assert guess(list(heads), nothing(list(heads)), origin=origin).kind is kind


def test_a_head_that_its_values_refute_is_doubted() -> None:
    found = guess(["Phone", "Name"], [["red", "green", "blue", "white", "black"], []])

    assert (found.columns[0].target, found.columns[0].unclear) == ("trait:phone", [Unclear.TARGET])
    assert found.columns[0].confidence == 0.475


def test_a_second_column_of_the_same_meaning_is_left_out() -> None:
    found = guess(["Birthday", "วันเกิด"], [["1990-05-14"], ["1990-05-14"]])

    assert [(column.target, column.left_out) for column in found.columns] == [
        ("trait:birthday", ""),
        ("", LeftOut.TWICE),
    ]


@pytest.mark.parametrize(("columns", "seen"), [(10, "trait:email"), (10_000, "")])
def test_of_a_very_wide_file_only_a_few_cells_of_each_column_are_looked_at(columns: int, seen: str) -> None:
    heads = [f"column {place}" for place in range(columns)]
    cells: list[str | None] = [None] * 5 + ["ann@shop.example"] * 100

    found = guess(heads, [cells, *([["x"]] * (columns - 1))], Kind.CUSTOMERS)

    assert found.columns[0].target == seen


def test_of_a_very_long_cell_only_its_beginning_is_looked_at() -> None:
    found = guess(["Notes"], [["x" * 1_000_000]], Kind.CUSTOMERS)

    assert [len(sample) for sample in found.columns[0].samples] == [200]


@pytest.mark.parametrize(
    ("cell", "items"),
    [("Friends ::: * myContacts", ["Friends"]), ("* myContacts", []), ("* starred, Friends", ["* starred", "Friends"])],
)
def test_the_group_of_all_of_googles_contacts_is_no_tag(cell: str, items: list[str]) -> None:
    assert listed(cell) == items
