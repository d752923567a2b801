"""Finding identifiers however they are written, and saying why two are one or not."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Source
from regulars.unify.identity import errors, queries, services
from regulars.unify.identity.models import Link
from tests.unify.telling import done, key, said, source, tell, values

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def server(data_folder: Path) -> Source:
    return source(SourceKind.SERVER)


@pytest.mark.parametrize(
    "text", ["0812345678", "+66 81 234 5678", "๐๘๑ ๒๓๔ ๕๖๗๘", "phone/081-234-5678", "0066812345678", "key/2"]
)
def test_a_phone_is_found_in_any_spelling(server: Source, text: str) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u1"), phone="0812345678"))

    assert values(queries.find_identifiers(text)) == ["phone/+66812345678"]


def test_a_value_of_several_types_is_found_in_all_and_must_be_said_more_precisely(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "A7")), said(Kind.IDENTIFY, "2", ("member_card", "a-7")))

    assert values(queries.find_identifiers("A7")) == ["user_id/A7", "member_card/A7"]
    with pytest.raises(errors.SeveralFound, match="key/1"):
        queries.pick_identifier("A7")
    assert queries.pick_identifier("member_card/A7").key == 2


@pytest.mark.parametrize("text", ["", "/", "phone/", "key/x", "key/0", "no-such", "'; DROP TABLE link; --", "9" * 30])
def test_nobody_is_found_by_what_names_nobody(server: Source, text: str) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u1")))

    assert queries.find_identifiers(text) == []
    with pytest.raises(errors.NobodyFound):
        queries.pick_identifier(text)


def test_members_come_strongest_first(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("anonymous_id", "a"), ("user_id", "u"), email="e@shop.example"))

    assert values(queries.members(key("a"))) == ["user_id/u", "email/e@shop.example", "anonymous_id/a"]


def test_why_shows_the_path_from_one_identifier_to_another(server: Source) -> None:
    tell(
        server,
        said(Kind.IDENTIFY, "1", ("user_id", "u"), ("email", "e@shop.example")),
        said(Kind.IDENTIFY, "2", ("email", "e@shop.example"), ("phone", "0812345678")),
    )

    answer = queries.why(key("u"), key("0812345678"))

    assert answer.one
    assert [(str(step.from_), str(step.to)) for step in answer.path if isinstance(step, queries.LinkEvidence)] == [
        ("user_id/u", "email/e@shop.example"),
        ("email/e@shop.example", "phone/+66812345678"),
    ]


def test_why_goes_through_a_colleagues_join(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u")), said(Kind.IDENTIFY, "2", ("user_id", "v")))
    position = done(services.merge_customers(key("u"), key("v"), actor="owner"))

    answer = queries.why(key("u"), key("v"))

    assert [step.position for step in answer.path if isinstance(step, queries.StandingDecision)] == [position]
    assert answer.path[0].words == "merged with user_id/v"


def test_why_not_lists_refused_links_with_their_reasons(server: Source) -> None:
    tell(
        server,
        said(Kind.IDENTIFY, "1", ("user_id", "u"), phone="0812345678"),
        said(Kind.IDENTIFY, "2", ("user_id", "v"), phone="0812345678"),
    )

    answer = queries.why(key("u"), key("v"))

    assert not answer.one
    assert [(link.reason, str(link.from_), link.accepted) for link in answer.refused] == [
        ("limit:user_id", "user_id/v", False)
    ]
    assert answer.refused[0].words == "one person cannot have more values of this kind: Account"


def test_why_not_shows_the_decision_that_keeps_two_apart(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u")), said(Kind.IDENTIFY, "2", ("user_id", "v")))
    nothing = queries.why(key("u"), key("v"))
    position = done(services.keep_apart(key("u"), key("v"), actor="owner"))

    answer = queries.why(key("u"), key("v"))

    assert nothing == queries.Why(False)
    assert [decision.position for decision in answer.apart] == [position]


def test_every_reason_of_a_link_has_words() -> None:
    codes = ["joined", "same", "filed", "apart", "blocked", "parted", "quarantined", "public", "limit:email"]
    codes += ["shared:stronger", "shared:birthday", "shared:name"]

    assert all(queries.words.link_reason(code) != code for code in codes)


def test_undo_preview_names_other_evidence_and_live_sources(server: Source) -> None:
    till = source(SourceKind.TILL)
    both = (("member_card", "C1"), ("email", "e@shop.example"))
    tell(server, said(Kind.IDENTIFY, "1", *both))
    tell(till, said(Kind.IDENTIFY, "1", *both))
    link = Link.objects.get(a=key("C1"), b=key("e@shop.example"), source=server.pk)

    preview = queries.undo_preview(str(link.id))

    assert [tie.source for tie in preview.still if isinstance(tie, queries.LinkEvidence)] == ["Till"]
    assert preview.comes_back
    assert preview.changes == ()


def test_undo_preview_lists_everyone_who_would_change_as_they_would_be(server: Source) -> None:
    tell(
        source(SourceKind.FILE),
        said(Kind.IDENTIFY, "f", ("email", "e@shop.example"), ("phone", "0812345678"), row=1),
        batch=7,
    )
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), ("phone", "0812345678")))
    link = Link.objects.get(batch=7, b=key("0812345678"))

    preview = queries.undo_preview(str(link.id))

    assert not preview.comes_back
    assert [(person.root, values(person.identifiers), person.is_outsider) for person in preview.changes] == [
        (1, ["email/e@shop.example"], False),
        (2, ["user_id/u", "phone/+66812345678"], False),
    ]


def test_undo_preview_of_a_merge_equals_what_undoing_it_does(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u")), said(Kind.IDENTIFY, "2", ("user_id", "v")))
    position = done(services.merge_customers(key("u"), key("v"), actor="owner"))

    preview = queries.undo_preview(f"d{position}")
    done(services.undo_link(f"d{position}", actor="owner"))

    assert [values(person.identifiers) for person in preview.changes] == [["user_id/u"], ["user_id/v"]]
    assert [values(queries.members(key(name))) for name in ("u", "v")] == [["user_id/u"], ["user_id/v"]]


def test_undo_preview_is_for_links_and_merges_alone(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u")))
    position = done(services.block_value(key("u"), actor="owner"))

    with pytest.raises(errors.NoPreview):
        queries.undo_preview(f"d{position}")


def test_a_value_on_twenty_people_is_listed_with_what_was_decided(server: Source) -> None:
    tell(server, *(said(Kind.IDENTIFY, str(n), ("user_id", f"u{n}"), ("phone", "0812345678")) for n in range(21)))

    (alarm,) = queries.alarms()
    done(services.part_value(alarm.identifier.key, actor="owner"))

    assert (str(alarm.identifier), alarm.people, alarm.decided) == ("phone/+66812345678", 21, ("quarantine",))
    assert queries.alarms() == []


def test_limits_passed_by_a_merge_are_named(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u")), said(Kind.IDENTIFY, "2", ("user_id", "v")))

    assert queries.limits_passed(key("u"), key("v")) == ["user_id"]
    assert queries.limits_passed(key("u"), key("u")) == []


@pytest.mark.parametrize("links", [1, 3])
def test_links_take_the_same_queries_for_one_and_three(server: Source, links: int) -> None:
    emails = [("email", f"e{n}@shop.example") for n in range(links)]
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), *emails))

    with CaptureQueriesContext(connection) as captured:
        found = queries.links_of([key_.key for key_ in queries.members(1)])

    assert len(found) == links
    assert len(captured) == 7
