import pytest
import time_machine

from regulars.base.audit import queries as audit
from regulars.base.fields.moments import now
from regulars.unify.facts import inbox, services
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.errors import SourceInvalid, SourceNameTaken
from regulars.unify.facts.fact import Fact, Lane, decode_facts, raw
from regulars.unify.facts.models import Rejected, Source
from regulars.unify.facts.queries import WriteKeys, sources
from regulars.unify.facts.services import KEEP_REJECTED, create_source, purge_rejected, take

RULE = {"event": "*", "property": "p", "trait": "t"}

pytestmark = pytest.mark.django_db


def fact(message_id: str = "m") -> Fact:
    return Fact("track", message_id, 5, [("user_id", "u")], "E", properties=raw({"ชื่อ": "绿茶"}))


def test_take_stores_one_request_and_gives_its_id() -> None:
    facts = [fact("m1"), fact("m2")]

    inbox_id = take(facts, source=3, lane=Lane.IMPORTS, batch=9, received_at=77)

    (row,) = inbox.rows([inbox_id])
    assert (row.lane, row.source, row.batch, row.received_at, row.count) == (Lane.IMPORTS, 3, 9, 77, 2)
    assert decode_facts(row.body) == facts


def test_take_hears_facts_now_and_live_unless_told_otherwise() -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        inbox_id = take([fact()], source=3)

    (row,) = inbox.rows([inbox_id])
    assert (row.lane, row.batch, row.received_at) == (Lane.LIVE, 0, 1_767_225_600_000_000)


def test_take_needs_a_fact() -> None:
    with pytest.raises(ValueError, match="at least one fact"):
        take([], source=3)


def test_a_new_source_has_a_key_of_its_own_and_an_audit_line() -> None:
    till = create_source(" Till 1 ", kind=SourceKind.TILL, actor="owner", namespace="shop", region="th")
    web = create_source(
        "Web", kind=SourceKind.BROWSER, actor="owner", rules=[{"event": "*", "property": "p", "trait": "t"}]
    )

    assert (till.name, till.kind, till.namespace, till.region, till.rules) == ("Till 1", "till", "shop", "TH", [])
    assert len(till.write_key) >= 32
    assert till.write_key != web.write_key
    assert list(sources()) == [till, web]
    assert [audit.subjects([entry.pk])[entry.pk] for entry in audit.entries(action="source.create")] == [
        [web.pk],
        [till.pk],
    ]


def test_a_name_is_taken_once() -> None:
    create_source("Web", kind=SourceKind.BROWSER, actor="owner")

    with pytest.raises(SourceNameTaken, match="Choose another name"):
        create_source("Web", kind=SourceKind.SERVER, actor="owner")


@pytest.mark.parametrize(
    ("name", "kind", "region"),
    [("", "server", ""), ("n" * 101, "server", ""), ("n", "fax", ""), ("n", "server", "THA")],
)
def test_what_cannot_be_stored_is_said(name: str, kind: str, region: str) -> None:
    with pytest.raises(SourceInvalid):
        create_source(name, kind=kind, actor="owner", region=region)  # type: ignore[arg-type]

    assert not Source.objects.exists()


def test_a_source_is_recognised_by_its_key_while_enabled() -> None:
    source = create_source("Web", kind=SourceKind.BROWSER, actor="owner", region="TH")
    keys = WriteKeys()

    keys.load()
    found = keys.known[source.write_key]
    Source.objects.update(is_enabled=False)
    keys.load()

    assert (found.id, found.is_public, found.rank, found.region) == (source.pk, True, 10, "TH")
    assert keys.known == {}


def test_keys_are_fresh_for_a_second() -> None:
    keys = WriteKeys()
    before = keys.fresh_for()

    keys.load()

    assert before == 0
    assert 0 < keys.fresh_for() <= 1


def test_what_was_refused_is_kept_seven_days() -> None:
    old, young = now() - KEEP_REJECTED - 1_000_000, now() - KEEP_REJECTED + 60_000_000
    inbox.put_all([], [inbox.Rejection(at, 3, "m", "no_event", "Send it.", "{}") for at in (old, young)])

    purged = purge_rejected()

    assert purged == 1
    assert Rejected.objects.get().rejected_at == young


def test_of_what_was_refused_a_source_has_its_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_REJECTED", 2)
    refused = [inbox.Rejection(now(), source, f"m{number}", "no_event", "Send it.", "{}") for source in (3, None)
               for number in range(4)]  # fmt: skip
    inbox.put_all([], [*refused, inbox.Rejection(now(), 5, "other", "no_event", "Send it.", "{}")])

    purged = purge_rejected()

    assert purged == 4
    assert sorted(Rejected.objects.values_list("message_id", flat=True)) == ["m2", "m2", "m3", "m3", "other"]
