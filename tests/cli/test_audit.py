"""The audit trail from the shell."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.db import connection
from typer.testing import Result

from regulars.base.audit import guard
from regulars.base.audit.chain import signed_content
from regulars.base.audit.checkpoints import parsed
from regulars.base.audit.models import AuditBlock, AuditEntry, AuditOrigin, AuditVerification
from regulars.base.audit.services import record

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

Ask = Callable[..., Any]
Regulars = Callable[..., Result]


@pytest.fixture
def entries(regulars: Regulars) -> Iterator[list[int]]:
    """Three sealed entries; the triggers are off."""
    rows = [record("customer.see", actor="owner", object_type="customer", keys=[n]).pk for n in range(3)]
    regulars("audit", "seal")
    guard.remove(connection)
    yield rows
    guard.install(connection)


def test_verify_says_that_all_is_well(entries: list[int], regulars: Regulars) -> None:
    result = regulars("audit", "verify")

    assert result.exit_code == 0
    assert "3 entries in 1 blocks recomputed" in result.stdout
    assert "All is as it was sealed." in result.stdout
    assert AuditVerification.objects.get().fault is None


def test_verify_as_json(entries: list[int], ask: Ask) -> None:
    assert ask("audit", "verify") == {
        "ok": True,
        "blocks": 1,
        "entries": 3,
        "unsealed": 0,
        "texts": 0,
        "erased": 0,
        "origins_erased": 0,
        "trimmed": 0,
        "checkpoint_agrees": None,
        "fault": None,
    }


def test_verify_names_what_was_tampered_with_and_ends_with_1(entries: list[int], regulars: Regulars) -> None:
    AuditEntry.objects.filter(pk=entries[1]).update(actor="system")

    words, document = regulars("audit", "verify"), regulars("audit", "verify", "--json")

    assert (words.exit_code, document.exit_code) == (1, 1)
    assert f"Entry {entries[1]} in block 1 was changed after it was sealed." in words.stdout
    assert json.loads(document.stdout)["fault"]["entry"] == entries[1]


def test_a_checkpoint_goes_to_a_file_and_is_compared(entries: list[int], regulars: Regulars, tmp_path: Path) -> None:
    file = tmp_path / "kept.json"

    written = regulars("audit", "checkpoint", str(file))
    compared = regulars("audit", "verify", "--checkpoint", str(file))

    assert (written.exit_code, compared.exit_code) == (0, 0)
    assert "History since the checkpoint agrees with it." in compared.stdout


def test_a_cut_trail_does_not_agree(entries: list[int], regulars: Regulars, tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    regulars("audit", "checkpoint", str(file))
    AuditBlock.objects.all().delete()
    AuditEntry.objects.all().delete()

    alone, compared = regulars("audit", "verify"), regulars("audit", "verify", "--checkpoint", str(file))

    assert (alone.exit_code, compared.exit_code) == (0, 1)
    assert "The trail was cut" in compared.stdout


def test_a_file_that_is_no_checkpoint_is_refused(regulars: Regulars, tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    file.write_text("{}")

    result = regulars("audit", "verify", "--checkpoint", str(file))

    assert result.exit_code == 1
    assert "no checkpoint" in result.stderr


def test_the_printed_key_checks_a_printed_checkpoint(entries: list[int], regulars: Regulars) -> None:
    key = load_pem_public_key(regulars("audit", "key").stdout.encode())

    said = parsed(regulars("audit", "checkpoint").stdout)

    key.verify(  # type: ignore[union-attr, call-arg]
        said.signature, signed_content(said.number, said.hash, said.last, said.entries, said.at)
    )


def test_what_the_shell_does_comes_from_the_shell(entries: list[int], regulars: Regulars) -> None:
    regulars("audit", "verify")

    last = AuditEntry.objects.latest("id")
    assert (last.action, AuditOrigin.objects.get(hash=last.origin).address) == ("audit.verify", "shell")
