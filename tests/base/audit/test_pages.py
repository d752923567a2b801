"""The pages of the trail: filtered, paged, in words; texts only for those who see everything; the export."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from regulars.base.audit.models import AuditEntry
from regulars.base.audit.sealing import seal
from regulars.base.audit.sentences import lines
from regulars.base.audit.services import erase_origins, erase_texts, record
from regulars.base.audit.trimming import keep_days
from regulars.base.audit.verifying import verify_and_note
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from regulars.base.web import trail
from regulars.base.web.shell import panels

pytestmark = pytest.mark.django_db
May = Callable[..., Client]
LIST = "/audit/"


@pytest.fixture
def owner() -> Client:
    """The browser of the owner, who sees everything."""
    client = Client()
    client.force_login(User.objects.create_superuser("owner@shop.example", name="Mali"))
    return client


def page(client: Client, address: str = LIST) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def said(client: Client, address: str) -> list[int]:
    """The entries that a page links to, but for those about looking at this page."""
    response = client.get(address)
    found = [line.entry for _, lines in response.context["days"] for line in lines]
    return [one.pk for one in found if not one.action.startswith("audit.")]


def user(name: str) -> User:
    return User.objects.create_user(f"{name}@shop.example", name=name, role=Role.SALES)


def test_an_entry_reads_as_a_sentence_with_links(owner: Client) -> None:
    record("customer.see", actor=f"user:{user('Mali').pk}", object_type="customer", keys=[123])

    shown = page(owner)

    link = reverse("customers:customer", args=[123])
    assert f'<bdi>Mali</bdi> looked at <a href="{link}"><bdi>customer 123</bdi></a>.' in shown


def test_a_list_is_told_by_its_number(owner: Client) -> None:
    record("customer.list", actor="owner", object_type="customer", keys=range(1200))

    assert "<bdi>The owner</bdi> looked at a list of 1,200 customers." in page(owner)


def test_fields_are_called_by_their_names(owner: Client) -> None:
    record(
        "customer.see", actor="owner", object_type="customer", keys=[1], fields=["city", "member_card", "unheard_of"]
    )

    with override("fa"):
        [line] = lines(list(AuditEntry.objects.all()), may=lambda _permission: True, with_texts=False)
        assert line.fields == ["شهر", "کارت عضویت", "unheard_of"]


def test_names_are_escaped(owner: Client) -> None:
    someone = User.objects.create_user("x@shop.example", name="<b>%(whom)s</b>", role=Role.SALES)
    record("customer.see", actor=f"user:{someone.pk}", object_type="customer", keys=[1])

    assert "<bdi>&lt;b&gt;%(whom)s&lt;/b&gt;</bdi> looked at" in page(owner)


def test_an_action_without_words_falls_back_to_its_code(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.base.audit.services.must_be_known", False)
    record("ghost.walk", actor="source:99")

    assert "<bdi>source:99</bdi>: ghost.walk" in page(owner)


def test_the_filter_asks_who_what_about_whom_when_and_from_where(owner: Client) -> None:
    mali = f"user:{user('Mali').pk}"
    with time_machine.travel(datetime(2026, 5, 1, 23, tzinfo=UTC), tick=False):
        token = trail.origin.set(trail.Origin("203.0.113.7"))
        looked = record("customer.see", actor=mali, object_type="customer", keys=[7])
        trail.origin.reset(token)
    with time_machine.travel(datetime(2026, 5, 2, tzinfo=UTC), tick=False):
        searched = record("customer.search", actor="owner", object_type="customer", keys=[7, 8])
        other = record("source.change", actor="owner", object_type="source", keys=[7])

    assert said(owner, LIST) == [other.pk, searched.pk, looked.pk]
    assert said(owner, f"{LIST}?who={mali}") == [looked.pk]
    assert said(owner, f"{LIST}?what=searched") == [searched.pk]
    assert said(owner, f"{LIST}?key=7") == [searched.pk, looked.pk]
    assert said(owner, f"{LIST}?key=8") == [searched.pk]
    assert said(owner, f"{LIST}?since=2026-05-02&until=2026-05-02") == [other.pk, searched.pk]
    assert said(owner, f"{LIST}?until=2026-05-01") == [looked.pk]
    assert said(owner, f"{LIST}?address=203.0.113.7") == [looked.pk]
    assert said(owner, f"{LIST}?who={mali}&what=seen&key=7&until=2026-05-01&address=203.0.113.7") == [looked.pk]
    assert said(owner, f"{LIST}?who={mali}&what=searched") == []


@pytest.mark.parametrize(
    "query",
    ["who=nobody", "what=x", "key=abc", "since=tomorrow", f"key={2**70}", f"key={'9' * 5_000}", "cursor=x-y"],
)
def test_what_cannot_be_read_is_said_and_asks_for_nothing(owner: Client, query: str) -> None:
    entry = record("customer.see", actor="owner")

    assert said(owner, f"{LIST}?{query}") == [entry.pk]


def test_pages_follow_each_other_by_cursor(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.base.audit.views.PAGE", 3)
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False):
        rows = [record("customer.see", actor="owner", object_type="customer", keys=[n]).pk for n in range(5)]
        rows += [record("customer.search", actor="owner").pk for n in range(3)]

    for query in ("until=2026-05-02", "what=seen", "who=owner&what=seen"):
        seen, address = list[int](), f"{LIST}?{query}"
        while address:
            response = owner.get(address)
            seen += [line.entry.pk for _, lines in response.context["days"] for line in lines]
            address = LIST + response.context["older"] if response.context["older"] else ""
        expected = rows if query.startswith("until") else rows[:5]
        assert [pk for pk in seen if pk in rows] == expected[::-1]


def test_as_many_queries_for_many_entries_as_for_a_few(owner: Client) -> None:
    page(owner)
    people = [user(f"n{n}").pk for n in range(6)]

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(owner)
        return len(captured)

    record("customer.see", actor=f"user:{people[0]}", object_type="customer", keys=[1], text="x")
    one = queries()
    for pk in people:
        record("customer.see", actor=f"user:{pk}", object_type="customer", keys=[pk], text="x")

    assert queries() == one


def test_what_was_typed_is_for_those_who_see_everything(owner: Client, may: May) -> None:
    record("customer.search", actor="owner", text="anna@example.com")

    assert "anna@example.com" in page(owner)
    assert "anna@example.com" not in page(may("audit.see", "audit.export"))
    (entry,) = AuditEntry.objects.filter(action="customer.search")
    assert "anna@example.com" in page(owner, f"/audit/{entry.pk}/")
    assert "anna@example.com" not in page(may("audit.see"), f"/audit/{entry.pk}/")


def test_a_rule_that_was_asked_for_is_told_in_words(owner: Client) -> None:
    record("customer.list", actor="owner", text='{"trait":"city","is":"equals","value":"Bangkok"}')
    record("customer.search", actor="owner", text='{"trait":"no rule"}')

    shown = page(owner)

    assert "City is Bangkok" in unescape(shown)
    assert '{"trait":"no rule"}' in unescape(shown)
    assert '"equals"' not in unescape(shown)


def test_whose_reach_is_short_sees_no_texts(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from regulars.base.fields.masks import WHOLE, Sight  # noqa: PLC0415

    record("customer.search", actor="owner", text="anna@example.com")
    monkeypatch.setattr(User, "sight", property(lambda self: Sight(WHOLE, frozenset({self.pk}))))

    assert "anna@example.com" not in page(owner)


def test_erased_texts_and_origins_are_told(owner: Client) -> None:
    token = trail.origin.set(trail.Origin("203.0.113.7"))
    record("customer.search", actor="owner", text="anna@example.com")
    trail.origin.reset(token)
    assert "203.0.113.7" in page(owner)

    erase_texts(values=["anna@example.com"])
    erase_origins("203.0.113.7")

    shown = page(owner)
    assert "What was typed has been erased." in shown
    assert "Where it came from has been erased." in shown


def test_a_page_says_where_it_was_looked_at_from(owner: Client) -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

    owner.get(LIST, REMOTE_ADDR="198.51.100.9", HTTP_USER_AGENT=agent)

    shown = page(owner)
    assert "<bdi>198.51.100.9</bdi> · <bdi>Firefox, Linux</bdi>" in shown
    assert trail.origin.get() is None


def test_one_entry_shows_whom_it_is_about_page_by_page(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.base.audit.views.SUBJECTS", 2)
    entry = record("customer.list", actor="owner", object_type="customer", keys=[5, 6, 7])
    seal()

    first, second = page(owner, f"/audit/{entry.pk}/"), page(owner, f"/audit/{entry.pk}/?after=6")

    assert ("customer 6" in first, "customer 7" in first) == (True, False)
    assert ("customer 6" in second, "customer 7" in second) == (False, True)
    assert "In block 1" in first


@pytest.mark.parametrize("number", [10**6, 2**63])
def test_an_entry_that_is_not_there_is_not_found(owner: Client, number: int) -> None:
    assert owner.get(f"/audit/{number}/").status_code == 404


def test_the_page_says_how_the_trail_stands(owner: Client) -> None:
    assert "Nothing is sealed yet" in page(owner)
    seal()
    assert "It is recomputed every night." in page(owner)
    verify_and_note()

    assert "are as they were sealed." in page(owner)


def test_the_export_holds_what_the_filter_finds_and_is_audited(owner: Client) -> None:
    token = trail.origin.set(trail.Origin("203.0.113.7", "Firefox, Linux"))
    entry = record("customer.see", actor="system", object_type="customer", keys=[7, 9], fields=["email"], text="=1+1")
    trail.origin.reset(token)
    record("source.change", actor="owner", object_type="source", keys=[7])

    response = owner.get("/audit/export/?what=seen&key=7")

    content = response.getvalue().decode()
    rows = list(csv.reader(StringIO(content.removeprefix("\ufeff"))))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="audit-')
    assert len(rows) == 2
    assert rows[1][0] == str(entry.pk)
    assert rows[1][2:] == [
        "system",
        "customer.see",
        "Regulars itself looked at several at once (2).",
        "customer",
        "7 9",
        "email",
        "'=1+1",
        "203.0.113.7",
        "Firefox, Linux",
    ]
    assert AuditEntry.objects.filter(action="audit.export").count() == 1


def test_the_export_keeps_texts_back_from_others(may: May) -> None:
    record("customer.search", actor="owner", text="anna@example.com")

    content = may("audit.export").get("/audit/export/").getvalue()

    assert b"customer.search" in content
    assert b"anna@example.com" not in content


def test_the_export_is_read_in_pieces(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.base.audit.exporting.AT_ONCE", 2)
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False):
        for n in range(5):
            record("customer.see", actor="owner", object_type="customer", keys=[n])

    response: Any = owner.get("/audit/export/?until=2026-05-02")
    pieces = list(response.streaming_content)

    assert len(pieces) == 4
    assert sum(piece.count(b"\r\n") for piece in pieces) == 6


def test_how_long_entries_are_kept_is_set_on_the_page(owner: Client, may: May) -> None:
    owner.post("/audit/keep/", {"days": "365"})
    assert (keep_days(), 'value="365"' in page(owner)) == (365, True)

    owner.post("/audit/keep/", {"days": "3"})
    assert keep_days() == 365

    owner.post("/audit/keep/", {"days": ""})
    assert keep_days() is None
    assert may("audit.see").post("/audit/keep/", {"days": "30"}).status_code == 403
    assert "/audit/keep/" not in page(may("audit.see"))


def test_the_customer_panel_tells_who_looked(owner: Client) -> None:
    from types import SimpleNamespace  # noqa: PLC0415

    record("customer.see", actor="system", object_type="customer", keys=[7])
    record("value.block", actor="system", object_type="identifier", keys=[8])
    record("user.create", actor="system", object_type="user", keys=[7])
    (panel,) = [one for one in panels if one.name == "audit"]

    shown = panel.load(None, SimpleNamespace(root=7, keys=(7, 8)))

    assert [line.entry.action for line in shown["lines"]] == ["value.block", "customer.see"]
    assert (panel.subject, panel.permission, panel.lazy) == ("customer", "audit.see", True)
