"""Notes and files on pages: who may write, read and take away, whom a note tells, and how files are given out."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulars.base.audit import queries as audit
from regulars.base.fields.moments import now
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import Team, User
from regulars.unify.customers.owners import assign
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Source
from regulars.unify.notes import services, storage
from regulars.unify.notes.errors import FileUnknown, NoteUnknown
from regulars.unify.notes.models import CustomerFile, Mention, Note
from regulars.unify.notes.queries import colleagues_about
from tests.conftest import May
from tests.unify.notes.samples import PDF, png
from tests.unify.pages import signed_in, words
from tests.unify.telling import key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

HX = {"HX-Request": "true"}


@pytest.fixture
def server(data_folder: Path) -> Source:
    made = source(SourceKind.SERVER)
    tell(
        made,
        said(Kind.IDENTIFY, "1", ("user_id", "u"), ("email", "u@shop.example"), name="王伟", phone="+66812345678"),
        said(Kind.IDENTIFY, "2", ("user_id", "v"), name="Nok"),
    )
    return made


@pytest.fixture
def mali(server: Source) -> Client:
    return signed_in()


def colleague(email: str, role: Role = Role.SALES, **more: Any) -> tuple[User, Client]:
    user = User.objects.create_user(email, role=role, **more)
    client = Client()
    client.force_login(user)
    return user, client


def write(client: Client, text: str, about: str = "u") -> Note:
    client.post(f"/notes/about/{key(about)}/", {"text": text})
    return Note.objects.latest("pk")


def test_a_note_stands_on_the_page_and_in_the_timeline(mali: Client) -> None:
    write(mali, "Allergic to **nuts**")

    page = words(mali.get(f"/customers/{key('u')}/"))
    timeline = words(mali.get(f"/customers/{key('u')}/timeline/?kind=notes"))

    assert "Allergic to nuts Mali · just now" in page
    assert "Note: Allergic to nuts · Mali" in timeline


def test_a_note_is_filed_under_the_strongest_identifier(mali: Client) -> None:
    mali.post(f"/notes/about/{key('u@shop.example')}/", {"text": "hello"})

    assert Note.objects.get().key == key("user_id/u")


@pytest.mark.parametrize(
    ("text", "error"), [("  \n ", "Write something first."), ("x" * 10_001, "at most 10000 letters")]
)
def test_a_note_that_cannot_be_kept_stays_in_its_field(mali: Client, text: str, error: str) -> None:
    response = mali.post(f"/notes/about/{key('u')}/", {"text": text}, headers=HX)

    assert error in words(response)
    assert f">{text}</textarea>" in response.content.decode()
    assert not Note.objects.exists()


def test_one_edits_ones_own_note_and_what_it_said_is_kept(mali: Client) -> None:
    note = write(mali, "calls in the moning")
    form = mali.get(f"/notes/about/{key('u')}/{note.pk}/edit/").content.decode()

    mali.post(f"/notes/about/{key('u')}/{note.pk}/edit/", {"text": "calls in the morning"})

    assert "calls in the moning</textarea>" in form
    assert "calls in the morning Mali · just now · edited just now" in words(mali.get(f"/customers/{key('u')}/"))
    history = words(mali.get(f"/notes/about/{key('u')}/{note.pk}/history/"))
    assert "calls in the morning" in history
    assert "calls in the moning" in history


def test_a_deleted_note_can_be_brought_back_by_its_author(mali: Client) -> None:
    note = write(mali, "secret plan")
    mali.post(f"/notes/about/{key('u')}/{note.pk}/delete/")
    gone = words(mali.get(f"/customers/{key('u')}/"))
    whole = words(mali.get(f"/customers/{key('u')}/panels/notes/?all"))

    mali.post(f"/notes/about/{key('u')}/{note.pk}/restore/")

    assert "secret plan" not in gone
    assert "You deleted this note." in whole
    assert "secret plan" in words(mali.get(f"/customers/{key('u')}/"))


def test_pinned_notes_come_first(mali: Client) -> None:
    first, second = write(mali, "first"), write(mali, "second")

    mali.post(f"/notes/about/{key('u')}/{first.pk}/pin/")

    page = mali.get(f"/customers/{key('u')}/").content.decode()
    assert [int(one) for one in re.findall(r'<li id="note-(\d+)"', page)] == [first.pk, second.pk]


@pytest.mark.parametrize("what", ["edit", "delete", "restore"])
def test_nobody_changes_what_another_wrote(mali: Client, what: str) -> None:
    note = write(mali, "mine")
    _user, nok = colleague("nok@shop.example")

    after = nok.post(f"/notes/about/{key('u')}/{note.pk}/{what}/", {"text": "yours"}, follow=True)

    assert "Only the colleague who wrote this can change it." in words(after)
    note.refresh_from_db()
    assert (note.text, note.deleted_at) == ("mine", None)


def test_a_note_is_only_reached_through_the_customer_it_is_about(mali: Client) -> None:
    note = write(mali, "about u")

    after = mali.post(f"/notes/about/{key('v')}/{note.pk}/delete/", follow=True)

    assert "This note is not here any more." in words(after)
    with pytest.raises(NoteUnknown):
        services.pin_note([key("v")], note.pk, is_pinned=True, actor="owner")


def test_who_may_not_see_notes_finds_none(server: Source, mali: Client, may: May) -> None:
    note = write(mali, "Allergic to nuts")
    file = services.add_file(key("u"), "scan.pdf", PDF, actor="owner")
    onlooker = may("customers.see")

    page = words(onlooker.get(f"/customers/{key('u')}/"))
    timeline = words(onlooker.get(f"/customers/{key('u')}/timeline/"))
    doors = [f"{note.pk}/history/", f"files/{file.pk}/", f"files/{file.pk}/show/", "colleagues/"]

    assert [text in page + timeline for text in ("nuts", "scan.pdf", "Notes")] == [False] * 3
    assert [onlooker.get(f"/notes/about/{key('u')}/{door}").status_code for door in doors] == [403] * 4


def test_a_deleted_note_is_there_for_nobody_but_its_author(mali: Client) -> None:
    note = write(mali, "secret plan")
    here = f"/notes/about/{key('u')}/{note.pk}"
    mali.post(f"{here}/delete/")
    _user, nok = colleague("nok@shop.example", name="Nok")

    asked = nok.get(f"{here}/history/", follow=True)
    nok.post(f"{here}/pin/")

    assert "secret plan" not in words(asked)
    assert Note.objects.get().pinned_at is None
    assert "secret plan" in words(mali.get(f"{here}/history/"))


def test_who_may_only_read_notes_cannot_write(mali: Client, may: May) -> None:
    note = write(mali, "Allergic to nuts")
    reader = may("customers.see", "notes.see")
    here = f"/notes/about/{key('u')}"

    page = reader.get(f"/customers/{key('u')}/")
    answers = [
        reader.post(f"{here}/{path}").status_code for path in ("", f"{note.pk}/pin/", "files/", "files/1/remove/")
    ]

    assert "Allergic to nuts" in words(page)
    assert "<textarea" not in page.content.decode()
    assert answers == [403] * 4


def test_a_form_without_its_token_changes_nothing(server: Source) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.create_superuser("strict@shop.example"))
    here = f"/notes/about/{key('u')}"

    answers = [strict.post(f"{here}/{path}", {"text": "x"}).status_code for path in ("", "files/", "1/pin/")]

    assert answers == [403] * 3
    assert not Note.objects.exists()


def test_who_sees_values_masked_reads_notes_without_them(mali: Client, may: May) -> None:
    write(mali, "Write to u@shop.example or call +66 81 234 5678")
    file = services.add_file(key("u"), "Scan of u@shop.example (1).pdf", PDF, actor="owner")
    _user, analyst = colleague("ana@shop.example", Role.ANALYST)
    reader = may("customers.see", "notes.see")

    page = reader.get(f"/customers/{key('u')}/").content.decode()
    timeline = reader.get(f"/customers/{key('u')}/timeline/").content.decode()

    assert "Write to •••" in page
    assert "Scan of ••• (1).pdf" in page
    given = reader.get(f"/notes/about/{key('u')}/files/{file.pk}/")["Content-Disposition"]
    assert "u%40shop" not in given
    assert "u@shop" not in given
    assert [text in page + timeline for text in ("u@shop.example", "5678 ", "81 234")] == [False] * 3
    assert analyst.get("/notes/mentions/").status_code == 403


def test_a_mention_waits_on_the_home_page_until_it_is_read(mali: Client) -> None:
    user, nok = colleague("nok@shop.example", name="Nok Dee")
    write(mali, "@Nok Dee please call back")

    waiting, listed = words(nok.get("/")), words(nok.get("/notes/mentions/"))
    nok.get(f"/customers/{key('u')}/")

    assert "1 new note names you." in waiting
    assert "王伟 new @Nok Dee please call back Mali" in listed
    assert "names you" not in words(nok.get("/"))
    assert Mention.objects.get().seen_at is not None
    assert Mention.objects.get().user_id == user.pk


def test_looking_at_somebody_else_reads_no_mention(mali: Client) -> None:
    _user, nok = colleague("nok@shop.example", name="Nok")
    write(mali, "@Nok look")

    nok.get(f"/customers/{key('v')}/")
    mali.get(f"/customers/{key('u')}/")

    assert Mention.objects.get().seen_at is None


def test_an_edit_tells_only_who_is_new(mali: Client) -> None:
    _nok, _ = colleague("nok@shop.example", name="Nok")
    som, _ = colleague("som@shop.example", name="Som")
    note = write(mali, "@Nok")

    mali.post(f"/notes/about/{key('u')}/{note.pk}/edit/", {"text": "@Som"})

    assert list(Mention.objects.values_list("user_id", flat=True)) == [som.pk]


def test_who_may_not_see_the_customer_is_not_told_and_the_author_hears_that(mali: Client) -> None:
    colleague("nok@shop.example", name="Nok", reach=Reach.OWN)

    after = mali.post(f"/notes/about/{key('u')}/", {"text": "@Nok look"}, follow=True)

    assert "Nok may not see this customer’s notes, so they were not told." in words(after)
    assert not Mention.objects.exists()


def test_suggestions_name_those_who_may_see_the_customer(mali: Client) -> None:
    colleague("nok@shop.example", name="Nok Dee")
    colleague("nona@shop.example", name="Nona", reach=Reach.OWN)
    colleague("noi@shop.example", name="Noi", role=Role.ANALYST)
    colleague("nong@shop.example", name="Nong", is_active=False)

    suggested = words(mali.get(f"/notes/about/{key('u')}/colleagues/?q=no"))

    assert suggested == "Nok Dee nok@shop.example"


def test_whom_notes_tell_is_whom_the_customer_is_shown_to(mali: Client) -> None:
    team = Team.objects.create(name="North")
    owner, _ = colleague("own@shop.example", reach=Reach.OWN, team=team)
    for number, (reach, in_team) in enumerate((reach, in_team) for reach in Reach for in_team in (True, False)):
        colleague(f"c{number}@shop.example", reach=reach, team=team if in_team else None)
    for owner_id in (None, owner.pk):
        assign([key("u")], owner_id, actor="owner")

        told = {one.email for one in colleagues_about(key("u")) if one.sees}

        active = User.objects.filter(is_active=True)
        shown = {one.email for one in active if one.seen_owners() is None or owner_id in (one.seen_owners() or ())}
        assert told == shown


def test_a_colleague_without_reach_gets_neither_notes_nor_files(mali: Client) -> None:
    note = write(mali, "secret")
    file = services.add_file(key("u"), "scan.pdf", PDF, actor="owner")
    _user, stranger = colleague("own@shop.example", reach=Reach.OWN)
    here = f"/notes/about/{key('u')}"
    doors = [f"{here}/{note.pk}/history/", f"{here}/files/{file.pk}/", f"/customers/{key('u')}/panels/notes/"]

    answers = [stranger.get(door) for door in doors]
    posted = stranger.post(f"{here}/", {"text": "mine"})

    assert [(one.status_code, b"secret" in one.content) for one in answers] == [(404, False)] * 3
    assert posted.status_code == 404
    assert Note.objects.count() == 1


def test_mentions_of_customers_out_of_reach_are_not_listed(mali: Client) -> None:
    user, nok = colleague("nok@shop.example", name="Nok")
    write(mali, "@Nok secret")

    User.objects.filter(pk=user.pk).update(reach=Reach.OWN)

    assert "secret" not in words(nok.get("/notes/mentions/"))


def upload(client: Client, name: str, content: bytes, about: str = "u") -> Any:
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return client.post(f"/notes/about/{key(about)}/files/", {"files": file}, follow=True)


def test_a_file_is_kept_sealed_and_given_back(mali: Client) -> None:
    after = upload(mali, "scan.pdf", PDF)
    file = CustomerFile.objects.get()
    path = Path(settings.DATA) / "files" / file.token

    given = mali.get(f"/notes/about/{key('u')}/files/{file.pk}/")

    assert "scan.pdf is kept." in words(after)
    assert given.content == PDF
    assert b"Catalog" not in path.read_bytes()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert {entry.action for entry in audit.entries(object_type="customer")} >= {"file.add", "file.read"}


def test_a_file_is_given_out_so_that_no_browser_runs_it(mali: Client) -> None:
    upload(mali, "note.html", b"plain words")
    file = CustomerFile.objects.get()

    given = mali.get(f"/notes/about/{key('u')}/files/{file.pk}/show/")

    assert given["Content-Type"] == "text/plain; charset=utf-8"
    assert given["Content-Disposition"] == 'attachment; filename="note.html.txt"'
    assert given["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Cache-Control"] == "no-store"


def test_a_picture_is_shown_in_the_page_and_nothing_else_is(mali: Client) -> None:
    upload(mali, "photo.png", png() + b"PK\x03\x04 hidden")
    upload(mali, "scan.pdf", PDF)
    picture, pdf = CustomerFile.objects.order_by("pk")

    shown = mali.get(f"/notes/about/{key('u')}/files/{picture.pk}/show/")
    saved = mali.get(f"/notes/about/{key('u')}/files/{pdf.pk}/show/")

    assert (shown["Content-Disposition"], shown["Content-Type"]) == ('inline; filename="photo.png"', "image/png")
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown.content == png()
    assert saved["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("photo.png", b"<script>alert(1)</script>", "web page or drawing"),
        ("photo.png", b"MZ\x90\0" + bytes(200), "Files of this kind are not taken."),
        ("empty.txt", b"", "This file is empty."),
        ("large.txt", b"x" * ((7 << 20) + 1), "at most 7 MB"),
    ],
)
def test_what_is_not_taken_leaves_nothing_behind(mali: Client, name: str, content: bytes, reason: str) -> None:
    after = words(upload(mali, name, content))

    assert reason in after
    assert not CustomerFile.objects.exists()
    assert list(storage.folder().iterdir()) == []


def test_a_name_cannot_break_out_of_page_or_header(mali: Client) -> None:
    upload(mali, '"><img src=x onerror=alert(1)>.txt', b"plain")
    file = CustomerFile.objects.get()

    page = mali.get(f"/customers/{key('u')}/").content.decode()
    given = mali.get(f"/notes/about/{key('u')}/files/{file.pk}/")

    assert "<img src=x" not in page
    assert given["Content-Disposition"].startswith("attachment; filename=")


def test_there_is_a_limit_to_the_files_of_one_customer(mali: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_FILES", 2)

    said_ = [words(upload(mali, f"{n}.txt", b"plain")) for n in range(3)]

    assert "There are 2 files with this customer already." in said_[2]
    assert CustomerFile.objects.count() == 2


def test_a_file_is_only_reached_through_its_customer(mali: Client) -> None:
    upload(mali, "scan.pdf", PDF)
    file = CustomerFile.objects.get()

    answers = [mali.get(f"/notes/about/{key('v')}/files/{file.pk}/{more}").status_code for more in ("", "show/")]

    assert answers == [404, 404]
    with pytest.raises(FileUnknown):
        services.remove_file([key("v")], file.pk, actor="owner", may_remove_any=True)


def test_a_file_is_removed_for_good_by_who_added_it_or_may_erase(mali: Client) -> None:
    _user, nok = colleague("nok@shop.example")
    upload(nok, "scan.pdf", PDF)
    file = CustomerFile.objects.get()
    _other, som = colleague("som@shop.example")
    here = f"/notes/about/{key('u')}/files/{file.pk}/remove/"

    refused = words(som.post(here, follow=True))
    removed = words(mali.post(here, follow=True))

    assert "Only the colleague who wrote this can change it." in refused
    assert "The file is removed for good." in removed
    assert list(storage.folder().iterdir()) == []
    assert mali.get(here.replace("remove/", "")).status_code == 404


def test_bytes_that_no_row_knows_are_swept_away(mali: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    upload(mali, "scan.pdf", PDF)
    kept = CustomerFile.objects.get().token
    storage.put(b"lost")
    young = services.sweep_files()
    monkeypatch.setattr(storage, "YOUNG", -1)

    assert (young, services.sweep_files()) == (0, 1)
    assert [path.name for path in storage.folder().iterdir()] == [kept]


def test_notes_of_others_need_no_more_queries(mali: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert mali.get(f"/customers/{key('u')}/panels/notes/", headers=HX).status_code == 200
        return len(asked)

    write(mali, "one @Mali")
    count()
    one = count()
    for n in range(3):
        write(mali, f"{n} @Mali")

    assert count() == one


def test_moments_of_notes_are_microseconds(mali: Client) -> None:
    before = now()

    note = write(mali, "hello")

    assert before <= note.written_at <= now()
