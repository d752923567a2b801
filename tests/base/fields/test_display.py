"""Numbers, money and times as readers of four languages expect them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from regulars.base.fields import display
from regulars.base.fields.enums import Calendar

NOON = datetime(2026, 11, 19, 8, 12, 5, tzinfo=UTC)
MICROSECONDS = int(NOON.timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "19 Nov 2026", "19 Nov 2026, 08:12"),
        ("th", "19 พ.ย. 2569", None),
        ("zh-hans", "2026年11月19日", None),
        ("fa", "۲۸ آبان ۱۴۰۵", None),
    ],
)
def test_days_are_written_in_the_calendar_of_the_language(language: str, day: str, moment: str | None) -> None:
    with translation.override(language):
        assert display.day(NOON.date()) == day
        assert moment is None or display.moment(NOON) == moment


@pytest.mark.parametrize(
    ("language", "number", "money"),
    [("en", "1,234,567.5", "฿1,234.50"), ("th", "1,234,567.5", "฿1,234.50"), ("fa", "۱٬۲۳۴٬۵۶۷٫۵", "฿۱٬۲۳۴٫۵۰")],
)
def test_numbers_have_the_separators_and_digits_of_the_language(language: str, number: str, money: str) -> None:
    with translation.override(language):
        assert display.number(Decimal("1234567.5")) == number
        assert display.money(Decimal("1234.5"), "THB") == money


def test_numbers_in_a_sentence_are_written_as_the_language_does() -> None:
    page = Template("{% load regulars %}{{ text|native }}")
    sentence = Context({"text": "1,234,567 MB, 12,34"})

    with translation.override("fa"):
        assert page.render(sentence) == "۱٬۲۳۴٬۵۶۷ MB, ۱۲,۳۴"
    with translation.override("th"):
        assert page.render(sentence) == "1,234,567 MB, 12,34"


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [("12", "USD", "$12"), ("-3.5", "usd", "−$3.50"), ("1000", "SEK", "1,000 SEK"), ("5", "", "5")],
)
def test_money_shows_a_fraction_only_where_there_is_one(amount: str, currency: str, written: str) -> None:
    assert display.money(Decimal(amount), currency) == written


@pytest.mark.parametrize(
    ("passed", "written"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "59 seconds ago"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=29, hours=23), "29 days ago"),
        (timedelta(days=30), "19 Nov 2026"),
        (timedelta(hours=-1), "19 Nov 2026, 08:12"),
    ],
)
def test_ago_uses_the_one_unit_that_fits(passed: timedelta, written: str) -> None:
    assert display.ago(NOON, NOON + passed) == written


def rendered(source: str, **values: object) -> str:
    request = RequestFactory().get("/", {"cursor": "old", "q": "a b"})
    return Template("{% load regulars %}" + source).render(Context({"request": request, **values}))


def test_moment_is_machine_readable_whatever_the_language() -> None:
    with translation.override("fa"):
        written = rendered("{% moment at 'time' %}", at=MICROSECONDS)

    assert written.startswith('<time datetime="2026-11-19T08:12:05+00:00"')
    assert written.endswith(">۰۸:۱۲</time>")


@pytest.mark.parametrize("at", [None, 0, 10**18])
def test_a_moment_that_no_calendar_has_is_left_out(at: int | None) -> None:
    assert rendered("{% moment at %}{% ago at %}", at=at) == ""


def test_tags_escape_and_isolate_what_customers_wrote() -> None:
    assert rendered("{% face name %}", name="<b>") == '<span class="face" aria-hidden="true" dir="auto">B</span>'
    assert rendered("{% money amount currency %}", amount=1, currency="<i>") == "<bdi>1 &lt;i&gt;</bdi>"
    assert rendered("{% day born %}", born=date(1988, 5, 14)) == '<time datetime="1988-05-14">14 May 1988</time>'


def test_links_keep_the_rest_of_the_address() -> None:
    assert rendered("{% cursor_link 'new' %}") == "?q=a+b&amp;cursor=new"
    assert rendered("{% cursor_link None %}") == "?q=a+b"
    assert rendered("{% with_query q='x' cursor=None %}") == "?q=x"


@pytest.mark.parametrize(
    ("language", "calendar", "day"),
    [
        ("en", "jalali", "28 Aban 1405"),
        ("en", "buddhist", "19 Nov 2569"),
        ("th", "gregorian", "19 พ.ย. 2026"),
        ("fa", "gregorian", "۱۹ نوامبر ۲۰۲۶"),
        ("zh-hans", "buddhist", "2569年11月19日"),
        ("fa", "", "۲۸ آبان ۱۴۰۵"),
        ("th", "lunar", "19 พ.ย. 2569"),
    ],
)
def test_days_follow_the_calendar_that_somebody_chose(language: str, calendar: str, day: str) -> None:
    with translation.override(language), display.keeping(calendar):
        assert display.day(NOON.date()) == day


def test_a_chosen_calendar_ends_with_its_block() -> None:
    with display.keeping("jalali"), display.keeping("buddhist"):
        inside = display.calendar()

    assert (inside, display.calendar()) == (Calendar.BUDDHIST, Calendar.GREGORIAN)


@pytest.mark.parametrize(
    ("language", "typed"), [("en", "2026-11-19"), ("th", "2569-11-19"), ("fa", "۱۴۰۵-۰۸-۲۸"), ("zh-hans", "2026-11-19")]
)
def test_days_are_typed_as_numbers_of_the_readers_calendar(language: str, typed: str) -> None:
    with translation.override(language):
        assert display.numeric_day(NOON.date()) == typed


def test_a_day_before_the_jalali_calendar_is_written_all_the_same() -> None:
    with translation.override("fa"):
        assert (display.day(date(622, 3, 22)), display.day(date(1, 1, 1))) == ("۱ فروردین ۱", "۱ فروردین ۱")
