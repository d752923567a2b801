"""Decisions on pages: explained first, carried out by the road beside, and taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from regulars.base.audit import queries as audit
from regulars.base.fields import display
from regulars.base.staff.models import User
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Source
from regulars.unify.identity import services
from regulars.unify.identity.models import Decision
from regulars.unify.identity.queries import links_of
from regulars.unify.notes import services as notes
from regulars.unify.notes.models import Note
from tests.unify.pages import road_beside, signed_in, words
from tests.unify.telling import done, key, said, same, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def server(data_folder: Path) -> Source:
    return source(SourceKind.SERVER)


@pytest.fixture
def mali(server: Source) -> Client:
    return signed_in()


@pytest.fixture
def one_person(server: Source) -> int:
    """An account and an e-mail that a live source joined; their link."""
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), ("email", "u@shop.example"), city="Pai"))
    return links_of([key("u")])[0].id


@pytest.fixture
def two_people(server: Source) -> None:
    tell(
        server,
        said(Kind.IDENTIFY, "1", ("user_id", "u"), name="王伟", city="Pai"),
        said(Kind.IDENTIFY, "2", ("email", "v@shop.example"), name="Wang Wei"),
    )


@pytest.fixture
def road(mali: Client) -> Iterator[None]:
    with road_beside():
        yield


def today() -> str:
    return display.day(timezone.localtime().date())


def test_an_undo_says_first_who_would_be_who(mali: Client, one_person: int) -> None:
    shown = words(mali.get(f"/customers/1/undo/{one_person}/"))

    assert "Server named both once" in shown
    assert "A live source says this, and would say it again with its next event." in shown
    assert "Customers as they would be Account u E-mail u@shop.example" in shown
    assert same("u", "u@shop.example")


def test_an_undo_is_carried_out_and_taken_back(mali: Client, one_person: int, road: None) -> None:
    after = mali.post(f"/customers/1/undo/{one_person}/", follow=True)
    apart = same("u", "u@shop.example")
    number = f"d{Decision.objects.get(kind='withdraw').position}"
    question = words(mali.get(f"/customers/1/undo/{number}/"))

    again = mali.post(f"/customers/1/undo/{number}/", follow=True)

    assert apart is False
    assert "The link between Account u and E-mail u@shop.example was undone." in words(after)
    assert "It will be as if nobody had decided this." in question
    assert "Done." in words(again)
    assert same("u", "u@shop.example")


def test_other_evidence_is_named_before_an_undo(server: Source, mali: Client, one_person: int) -> None:
    tell(
        source(SourceKind.FILE), said(Kind.IDENTIFY, "f", ("user_id", "u"), ("email", "u@shop.example"), row=1), batch=7
    )

    shown = words(mali.get(f"/customers/1/undo/{one_person}/"))

    assert "Undoing this does not part them." in shown
    assert "One row of an imported file (File) names both." in shown
    assert "Nobody would change." in shown


def test_kept_apart_they_stay_two_people(server: Source, mali: Client, one_person: int) -> None:
    a, b = key("u"), key("u@shop.example")
    preview = words(mali.get(f"/customers/1/apart/?a={a}&b={b}"))

    with road_beside():
        after = words(mali.post("/customers/1/apart/", {"a": a, "b": b}, follow=True))
    tell(server, said(Kind.IDENTIFY, "2", ("user_id", "u"), ("email", "u@shop.example")))

    assert "Customers as they would be Account u E-mail u@shop.example" in preview
    assert "They are kept apart" in after
    assert not same("u", "u@shop.example")


def test_a_merge_shows_both_and_what_they_would_be_together(mali: Client, two_people: None) -> None:
    found = words(mali.get(f"/customers/{key('u')}/merge/?q=wang+wei"))
    other = key("v@shop.example")

    compared = words(mali.get(f"/customers/{key('u')}/merge/?with={other}"))

    assert "Wang Wei" in found
    assert f"Together Name 王伟 Wang Wei Wang Wei Server · {today()} – it is the newest" in compared
    assert "E-mail address – v@shop.example v@shop.example City Pai – Pai Known by" in compared
    assert "Known by Account u E-mail v@shop.example Identifiers 1 1 2 Orders 0 0 0 Notes 0 0 0 Files 0 0 0" in compared


def test_a_merge_is_carried_out(mali: Client, two_people: None, road: None) -> None:
    u, v = key("u"), key("v@shop.example")

    after = words(mali.post(f"/customers/{u}/merge/", {"with": v}, follow=True))

    assert "They are one customer now." in after
    assert "were merged. Mali" in after
    assert same("u", "v@shop.example")


def test_a_merge_is_taken_back(mali: Client, two_people: None) -> None:
    u, v = key("u"), key("v@shop.example")
    number = f"d{done(services.merge_customers(u, v, actor='owner'))}"
    question = words(mali.get(f"/customers/{u}/undo/{number}/"))

    with road_beside():
        mali.post(f"/customers/{u}/undo/{number}/")

    assert "Take this merge back?" in question
    assert "Customers as they would be Account u E-mail v@shop.example" in question
    assert not same("u", "v@shop.example")


@pytest.mark.parametrize("begun", ["u", "v@shop.example"])
def test_a_merge_that_is_taken_back_leads_to_whom_it_was_begun_with(mali: Client, two_people: None, begun: str) -> None:
    one, other = sorted((key("u"), key("v@shop.example")), key=lambda each: each != key(begun))
    number = f"d{done(services.merge_customers(one, other, actor='owner'))}"

    with road_beside():
        after = mali.post(f"/customers/{min(one, other)}/undo/{number}/")

    assert after["Location"] == f"/customers/{one}/"


def test_a_limit_is_named_before_a_merge(server: Source, mali: Client) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u")), said(Kind.IDENTIFY, "2", ("user_id", "v")))

    shown = words(mali.get(f"/customers/{key('u')}/merge/?with={key('v')}"))

    assert "more values of a kind than one person is allowed: Account." in shown


def test_who_is_kept_apart_is_not_offered_a_merge(mali: Client, two_people: None) -> None:
    done(services.keep_apart(key("u"), key("v@shop.example"), actor="owner"))

    page = mali.get(f"/customers/{key('u')}/merge/?with={key('v@shop.example')}")
    refused = words(mali.post(f"/customers/{key('u')}/merge/", {"with": key("v@shop.example")}, follow=True))

    assert "Somebody decided that these two are different people." in words(page)
    assert "They are one person: merge" not in words(page)
    assert "Somebody decided that these two are different people. Undo d" in refused
    assert not same("u", "v@shop.example")


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("end", "E-mail u@shop.example changed hands."),
        ("block", "E-mail u@shop.example is blocked: it identifies nobody."),
        ("part", "E-mail u@shop.example was parted from everyone."),
    ],
)
def test_a_value_is_decided_about(mali: Client, one_person: int, road: None, action: str, sentence: str) -> None:
    email = key("u@shop.example")
    question = mali.get(f"/customers/1/values/{email}/{action}/")

    after = words(mali.post(f"/customers/1/values/{email}/{action}/", {"at": ""}, follow=True))

    assert "E-mail u@shop.example" in words(question)
    assert "Done. You can take it back below." in after
    assert sentence in after


def test_a_day_that_is_none_is_asked_for_again(mali: Client, one_person: int) -> None:
    email = key("u@shop.example")

    after = words(mali.post(f"/customers/1/values/{email}/end/", {"at": "soon"}, follow=True))

    assert "“soon” cannot be read as a day." in after
    assert not Decision.objects.exists()


@pytest.mark.parametrize("path", ["undo/999/", "undo/d999/", "undo/nonsense/", "values/999/block/", "values/1/eat/"])
def test_what_does_not_stand_is_refused_in_words(mali: Client, one_person: int, path: str) -> None:
    response = mali.get(f"/customers/1/{path}", follow=True)

    assert response.status_code == 200
    assert response.redirect_chain == [("/customers/1/", 302)]
    assert '<ul class="messages"><li class="error">' in response.content.decode()


def test_a_form_without_its_token_changes_nothing(one_person: int) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.create_superuser("strict@shop.example", "a-long-password-7"))
    paths = [
        f"/customers/1/undo/{one_person}/",
        "/customers/1/merge/",
        "/customers/1/apart/",
        "/customers/1/edit/?trait=city",
        "/customers/1/values/1/block/",
        "/customers/1/corrections/1/1/withdraw/",
    ]

    answers = [strict.post(path, {"a": 1, "b": 2, "with": 2, "city": "X"}).status_code for path in paths]

    assert answers == [403] * len(paths)
    assert not audit.entries(object_type="customer").exists()


def test_who_may_only_see_changes_nothing(mali: Client, one_person: int) -> None:
    onlooker = Client()
    onlooker.force_login(User.objects.create_user("new@shop.example", "a-long-password-7"))

    answers = [
        onlooker.post(f"/customers/1/{path}", {"a": 1, "b": 2, "with": 2, "city": "X"}).status_code
        for path in (
            *(f"undo/{one_person}/", "merge/", "apart/"),
            *("edit/?trait=city", "values/1/block/", "corrections/1/1/withdraw/"),
        )
    ]

    assert answers == [403] * 6
    assert not Decision.objects.exists()


def test_what_belongs_together_and_gives_way_is_told_before_a_merge(server: Source, mali: Client) -> None:
    tell(
        server,
        said(Kind.IDENTIFY, "1", ("user_id", "u"), ago=7200, street="Soi 1", city="Pai"),
        said(Kind.IDENTIFY, "2", ("email", "v@shop.example"), ago=60, city="Bangkok"),
    )

    shown = words(mali.get(f"/customers/{key('u')}/merge/?with={key('v@shop.example')}"))

    assert "City Pai Bangkok Bangkok Server" in shown
    assert "Street Soi 1 – – what belongs together comes from one source as a whole" in shown


def test_who_stays_away_from_both_is_told_before_a_merge(server: Source, mali: Client, two_people: None) -> None:
    tell(
        server,
        said(Kind.IDENTIFY, "3", ("user_id", "w"), ("phone", "0812345678"), name="สมชาย ใจดี"),
        said(Kind.IDENTIFY, "4", ("user_id", "u"), ("phone", "0812345678")),
    )

    shown = words(mali.get(f"/customers/{key('u')}/merge/?with={key('v@shop.example')}"))

    assert "What would stay apart Account u and Phone +66812345678: one person cannot have more values" in shown


def test_after_a_merge_the_way_back_is_one_click_away(mali: Client, two_people: None, road: None) -> None:
    u, v = key("u"), key("v@shop.example")

    after = mali.post(f"/customers/{u}/merge/", {"with": v}, follow=True).content.decode()

    number = f"d{Decision.objects.get(kind='join').position}"
    assert f'They are one customer now. <a href="/customers/{u}/undo/{number}/">Take it back</a>' in after


def note_about(text: str, about: str) -> Note:
    return notes.add_note(key(about), text, actor="owner").note


def test_what_was_written_while_two_were_one_is_listed_and_can_be_moved(mali: Client, two_people: None) -> None:
    u, v = key("u"), key("v@shop.example")
    note_about("only about u", "u")
    number = f"d{done(services.merge_customers(u, v, actor='owner'))}"
    stays, goes = note_about("likes tea", "u"), note_about("hates tea", "u")
    file = notes.add_file(u, "scan.txt", b"plain", actor="owner")
    question = words(mali.get(f"/customers/{u}/undo/{number}/"))

    with road_beside():
        mali.post(
            f"/customers/{u}/undo/{number}/",
            {f"goes-note-{stays.pk}": u, f"goes-note-{goes.pk}": v, f"goes-file-{file.pk}": v, "goes-note-x": "1"},
        )

    u_page, v_page = words(mali.get(f"/customers/{u}/")), words(mali.get(f"/customers/{v}/"))
    assert "Written while they were one" in question
    assert [text in question for text in ("likes tea", "hates tea", "scan.txt")] == [True] * 3
    assert "only about u" not in question
    assert not same("u", "v@shop.example")
    assert ["only about u" in u_page, "likes tea" in u_page, "hates tea" in u_page] == [True, True, False]
    assert ["hates tea" in v_page, "scan.txt" in v_page, "likes tea" in v_page] == [True, True, False]
    assert audit.entries(action="note.move").exists()


def test_without_a_choice_what_was_written_goes_with_whom_it_was_filed_under(mali: Client, two_people: None) -> None:
    u, v = key("u"), key("v@shop.example")
    theirs = note_about("about v alone", "v@shop.example")
    number = f"d{done(services.merge_customers(u, v, actor='owner'))}"
    mine = note_about("while they were one", "v@shop.example")

    with road_beside():
        mali.post(f"/customers/{u}/undo/{number}/", {})

    theirs.refresh_from_db()
    mine.refresh_from_db()
    assert (theirs.key, mine.key) == (v, u)
    assert "about v alone" in words(mali.get(f"/customers/{v}/"))


def test_nothing_is_moved_to_strangers_or_from_them(server: Source, mali: Client, two_people: None) -> None:
    tell(server, said(Kind.IDENTIFY, "3", ("user_id", "w"), name="Wan"))
    u, v, w = key("u"), key("v@shop.example"), key("w")
    number = f"d{done(services.merge_customers(u, v, actor='owner'))}"
    mine, foreign = note_about("mine", "u"), note_about("foreign", "w")

    with road_beside():
        mali.post(f"/customers/{u}/undo/{number}/", {f"goes-note-{mine.pk}": w, f"goes-note-{foreign.pk}": u})

    mine.refresh_from_db()
    foreign.refresh_from_db()
    assert (mine.key, foreign.key) == (u, w)


def test_keeping_apart_asks_whom_notes_are_about(mali: Client, one_person: int) -> None:
    a, b = key("u"), key("u@shop.example")
    note = note_about("about the other", "u")
    question = words(mali.get(f"/customers/1/apart/?a={a}&b={b}"))

    with road_beside():
        mali.post("/customers/1/apart/", {"a": a, "b": b, f"goes-note-{note.pk}": b})

    note.refresh_from_db()
    assert "Written while they were one" in question
    assert note.key == b
