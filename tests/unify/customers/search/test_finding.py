"""Searching as people type: in four scripts, by numbers in any digits, by part of an address."""

import pytest
from django.db import transaction

from regulars.base.fields.masks import EVERYTHING
from regulars.unify.customers.search import index, search
from tests.unify.customers.search.sample import add, found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["王伟", "王", "伟", "wang wei", "wangwei", "WangW", "wei wang", "ww", "王 伟"])
def test_chinese_name_is_found(text: str) -> None:
    add(1, name="王伟")
    add(2, name="李明")

    assert found(text) == [1]


def test_chinese_name_with_another_reading_or_dialect_is_found() -> None:
    add(1, name="曾乐")
    add(2, name="黃大文")

    assert found("zeng yue") == [1]
    assert found("ceng le") == [1]
    assert found("wong") == [2]
    assert found("黄大文") == [2]
    assert found("大文") == [2]


@pytest.mark.parametrize("text", ["\u0301", "\u0e48", "\u0e48 \u0e49", "\u0301\u0302", "\u0e4c\u0301"])
def test_marks_without_a_letter_find_nobody(text: str) -> None:
    add(1, name="สมชาย é")

    assert found(text) == []


def test_latin_name_is_found_in_chinese() -> None:
    add(1, name="Wang Wei")
    add(2, name="Wei Wang")

    assert found("王伟") == [2, 1]


@pytest.mark.parametrize(
    "text", ["สมชาย", "สมช", "สม่ชาย", "somchai", "Somchay", "somch", "somchai jaidee", "ใจดี", "สมชายใจดี", "ใจดี สมชาย"]
)
def test_thai_name_is_found(text: str) -> None:
    add(1, name="สมชาย ใจดี")
    add(2, name="วิชัย มานะ")

    assert found(text) == [1]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("น้ำฝน", "นำฝน"),
        ("ทิพย์", "ทิพย"),
        ("ปูเป้", "ปุเป"),
        ("แก้ว", "เเกว"),
        ("วันเพ็ญ", "วันเพญ"),
        ("ประเสริฐ", "prasert"),
        ("ณัฐพงษ์", "nattapong"),
        ("ณัฐพงษ์", "natthaphong"),
        ("สุชาติ", "suchart"),
        ("จันทร์", "jan"),
        ("กนกวรรณ", "kanokwan"),
        ("ศิริพร", "siriporn"),
    ],
)
def test_thai_word_is_found_without_its_marks_or_in_latin(written: str, typed: str) -> None:
    add(1, name=written)

    assert found(typed) == [1]


@pytest.mark.parametrize("text", ["علی", "علي", "عَلی", "ali", "Ali", "ali karimi", "کریمی", "كريمي", "karimi ali"])
def test_persian_name_is_found(text: str) -> None:
    add(1, name="علی کریمی")
    add(2, name="زهرا احمدی")

    assert found(text) == [1]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("علی‌رضا", "علیرضا"),
        ("علی‌رضا", "علی رضا"),
        ("علی‌رضا", "alireza"),
        ("فاطمة", "فاطمه"),
        ("أحمد", "احمد"),
        ("آرش", "ارش"),
        ("محمد حسین", "mohammad hossein"),
        ("محمد حسین", "muhammad hussain"),
        ("ابراهیم", "ebrahim"),
        ("یوسف", "yousef"),
    ],
)
def test_persian_word_is_found_in_other_letters(written: str, typed: str) -> None:
    add(1, name=written)

    assert found(typed) == [1]


def test_latin_name_is_found_in_thai_and_persian() -> None:
    add(1, name="Somchai Jaidee")
    add(2, name="Ali Karimi")

    assert found("สมชาย") == [1]
    assert found("علی کریمی") == [2]


@pytest.mark.parametrize("text", ["jose", "José", "JOSÉ", "garcia jose", "jo", "ｊｏｓé", "O'Neil-Garcia", "oneil"])
def test_latin_name_is_found_without_accents(text: str) -> None:
    add(1, name="José O’Neil-García")

    assert found(text) == [1]


@pytest.mark.parametrize(
    "text",
    [
        "5678", "345", "0812345678", "+66812345678", "66812345678", "0066812345678", "081-234-5678", "081 234 5678",
        "+66 (0)81 234 5678", "๕๖๗๘", "۵۶۷۸", "٥٦٧٨", "５６７８", "๐๘๑ ๒๓๔", "6681", "0812",
    ],
)  # fmt: skip
def test_phone_is_found_by_any_fragment_in_any_digits(text: str) -> None:
    add(1, phone="+66812345678")
    add(2, phone="+66899999999")

    assert found(text) == [1]


def test_phone_fragment_must_be_there_in_one_piece() -> None:
    add(1, phone="+66812341234")

    assert found("23412341") == []
    assert found("2341234") == [1]
    assert found("12") == []


@pytest.mark.parametrize("text", ["som.jai@shop.co.th", "som.jai", "som.j", "jai", "SOM.JAI@sh", "shop.co.th", "@shop"])
def test_email_is_found_whole_by_its_parts_and_by_domain(text: str) -> None:
    add(1, email="som.jai@shop.co.th")
    add(2, email="other@elsewhere.org")

    assert found(text) == [1]


def test_card_company_and_ids_are_found() -> None:
    add(1, card="K7788990", company="Siam Cement Group", id="shopify-10277")
    add(2, kind="company", company="北京小米科技有限公司")

    assert found("k77 siam") == [1]
    assert found("8990") == [1]
    assert found("cement") == [1]
    assert found("10277") == [1]
    assert found("shopify-1") == [1]
    assert found("小米") == [2]
    assert found("beijing") == [2]


def test_words_in_any_order_and_from_several_fields_are_needed_together() -> None:
    add(1, name="Anan Suk", phone="+66812345678")
    add(2, name="Anan Dee", phone="+66899999999")

    assert found("suk an") == [1]
    assert found("anan 5678") == [1]
    assert found("anan x") == []


def test_better_matches_come_first_then_newer_customers() -> None:
    add(1, name="Lek Wood", email="ana@shop.example")
    add(2, name="Ana")
    add(3, name="Ana Berg")
    add(4, name="Anan Gray")
    add(5, name="Anatol Hill")
    add(6, id="ana")

    hits = search("ana", sight=EVERYTHING)

    assert [(hit.root, hit.field) for hit in hits] == [
        (6, "id"),
        (2, "name"),
        (3, "name"),
        (1, "email"),
        (5, "name"),
        (4, "name"),
    ]
    assert [hit.rank for hit in hits] == sorted((hit.rank for hit in hits), reverse=True)
    assert hits[0].rank == 1


def test_exact_match_is_found_among_very_many_newer_ones() -> None:
    add(1, name="Mali Suk")
    for root in range(2, 150):
        add(root, name=f"Mali Suk{root}")

    assert found("mali suk", limit=3) == [1, 149, 148]


def test_fields_that_are_not_allowed_neither_find_nor_rank() -> None:
    add(1, name="Rosa Stone", email="dana@shop.example", phone="+66812345678", card="DANA1", company="Dana Foods")
    add(2, name="Dana Lee")

    assert found("dana", fields=["name"]) == [2]
    assert found("dana rosa", fields=["name", "phone"]) == []
    assert found("5678", fields=["name", "email", "card", "company", "id"]) == []
    assert found("dana@shop.example", fields=["name", "phone"]) == []
    assert found("shop.example", fields=["card"]) == []
    assert {hit.field for hit in search("dana", fields=["company", "card"], sight=EVERYTHING)} == {"company"}
    assert found("dana", fields=[]) == []


def test_groups_are_found_where_they_are_wanted() -> None:
    add(1, kind="company", company="Dana Foods")
    add(2, name="Dana Lee")

    assert [hit.root for hit in search("dana", kinds=["person"], sight=EVERYTHING)] == [2]
    assert [hit.root for hit in search("dana", kinds=["company"], sight=EVERYTHING)] == [1]


@pytest.mark.parametrize("text", ["", "  ", "'", '"', "\u200b", "()", "a AND b OR", "x' | 'y", "\\", "*", "n:x", "%"])
def test_odd_questions_find_nobody_and_break_nothing(text: str) -> None:
    add(1, name="Somchai")

    assert found(text) == []


def test_document_that_changes_is_found_by_its_new_words_only() -> None:
    add(1, name="Before Now")
    add(1, name="After Now")

    assert found("before") == []
    assert found("after") == [1]

    with transaction.atomic():
        index.remove([1])

    assert found("now") == []
