"""Notes and files of whoever is erased go to the last byte, and others' notes no longer name them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from regulars.unify.notes import services, storage
from regulars.unify.notes.erasing import without
from regulars.unify.notes.models import CustomerFile, Mention, Note, NoteVersion
from tests.story.scene import Scene, key_of, person
from tests.unify.notes.samples import PDF


@pytest.fixture
def scene(data_folder: Path) -> Iterator[Scene]:
    with Scene() as scene:
        yield scene


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_erasure_takes_notes_versions_mentions_and_files(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "som"), email="som@example.com")
    scene.identify("Server", ("user_id", "nok"), name="Nok")
    scene.road.drain()
    User.objects.create_user("mali@shop.example", name="Mali", role=Role.SALES)
    note = services.add_note(key_of("user_id", "som"), "@Mali secret tea", actor="owner").note
    services.edit_note([note.key], note.pk, "@Mali secret cake", actor="owner")
    services.add_file(key_of("user_id", "som"), "scan.pdf", PDF, actor="owner")
    kept = services.add_note(key_of("user_id", "nok"), "sister of som@example.com", actor="owner").note
    kept_file = services.add_file(key_of("user_id", "nok"), "som@example.com and nok.pdf", PDF, actor="owner")

    scene.decide("erase", root=person("user_id", "som"))

    assert list(Note.objects.values_list("pk", "text")) == [(kept.pk, "sister of •••")]
    assert list(CustomerFile.objects.values_list("pk", "name")) == [(kept_file.pk, "••• and nok.pdf")]
    assert (NoteVersion.objects.count(), Mention.objects.count()) == (0, 0)
    assert [path.name for path in storage.folder().iterdir()] == [kept_file.token]
    assert storage.get(kept_file.token) == PDF
    assert (Path(settings.DATA) / "files").is_dir()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_older_version_of_anothers_note_is_scrubbed_too(scene: Scene) -> None:
    scene.identify("Server", ("user_id", "som"), email="som@example.com")
    scene.identify("Server", ("user_id", "nok"), name="Nok")
    scene.road.drain()
    note = services.add_note(key_of("user_id", "nok"), "ask SOM@example.com", actor="owner").note
    services.edit_note([note.key], note.pk, "asked", actor="owner")

    scene.decide("erase", root=person("user_id", "som"))

    assert NoteVersion.objects.get().text == "ask •••"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("write to Som@Example.com please", "write to ••• please"),
        ("call +66 81 234 5678 at noon", "call ••• at noon"),
        ("call 081-234-5678", "call •••"),
        ("nothing about them", "nothing about them"),
        ("see https://x.example/?e=som%40example.com", "•••"),
    ],
)
def test_values_are_cut_out_however_they_are_written(text: str, left: str) -> None:
    assert without(text, {"som@example.com", "+66812345678"}) == left
