"""The pages that the web process opens at its start."""

from pathlib import Path

import pytest

from regulars.base.audit.models import AuditEntry
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from regulars.base.web import shell
from regulars.serve import rehearsal
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from tests.unify.telling import key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_every_page_is_opened_and_nothing_stays(data_folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    tell(source(SourceKind.SERVER), said(Kind.IDENTIFY, "1", ("user_id", "u"), last_name="Wang"))
    before = AuditEntry.objects.count()

    rehearsal.open_pages()

    scenes = list(rehearsal.scenes())
    assert (f"/customers/{key('u')}/", "en") in scenes
    assert {code for address, code in scenes if address == "/"} == {"en", "th", "zh-hans", "fa"}
    assert [record.getMessage() for record in caplog.records] == []
    assert AuditEntry.objects.count() == before


def test_the_lake_is_asked_apart_from_the_pages(data_folder: Path) -> None:
    tell(source(SourceKind.SERVER), said(Kind.IDENTIFY, "1", ("user_id", "u"), last_name="Wang"))

    opened = {address for address, _ in rehearsal.scenes()}
    for ask in shell.questions:
        ask()

    assert "/fields/" not in opened
    assert {"/", "/customers/", "/audit/"} < opened


def test_a_page_that_cannot_be_opened_is_said_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    owner = User(pk=0, role=Role.OWNER, is_active=True)

    rehearsal.open_page("/nothing-here/", owner, "en")

    assert [record.getMessage() for record in caplog.records] == ["The page /nothing-here/ could not be opened ahead"]
