"""The program in docs/audit.md recomputes the trail with nothing but Python."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connection

from regulars.base.audit import guard
from regulars.base.audit.models import AuditEntry
from regulars.base.audit.sealing import head, seal
from regulars.base.audit.services import record
from regulars.base.audit.trimming import trim
from regulars.base.web import preferences, trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Recompute = Callable[[], subprocess.CompletedProcess[str]]
DOCS = Path(__file__).parents[3] / "docs" / "audit.md"


@pytest.fixture
def recompute(tmp_path: Path) -> Recompute:
    """Runs the program on the test's database."""
    if connection.vendor != "sqlite":
        pytest.skip("the program reads SQLite's file")
    (program,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    file = tmp_path / "recompute.py"
    file.write_text(program)
    return lambda: subprocess.run(
        [sys.executable, str(file), str(connection.settings_dict["NAME"])], capture_output=True, text=True, check=False
    )


def test_the_program_in_the_manual_finds_the_same_hashes(recompute: Recompute, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.base.audit.sealing.BLOCK_ENTRIES", 2)
    trail.origin.set(trail.Origin("203.0.113.7", "Firefox, Linux"))
    record("customer.search", actor="user:3", object_type="customer", keys=[3, 2**60], text="สมชาย 王伟 \"<'\u2028")
    record("customer.see", actor="owner", fields=["ชื่อ", "email"])
    record("customer.see", actor="key:7", object_type="customer", keys=range(2000))
    seal()

    result = recompute()

    assert result.stdout.split() == [str(head().number), head().hash.hex()], result.stderr


def test_the_program_notices_what_was_changed_and_goes_on_after_trimming(
    recompute: Recompute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regulars.base.audit.sealing.BLOCK_ENTRIES", 1)
    preferences.write("audit.keep_days", 1, actor="owner")
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False):
        for _ in range(4):
            record("customer.see", actor="owner")
        seal()
    with time_machine.travel(datetime(2026, 5, 9, tzinfo=UTC), tick=False):
        assert trim() == 4

    assert recompute().stdout.split() == [str(head().number), head().hash.hex()]
    guard.remove(connection)
    AuditEntry.objects.filter(id=head().last).update(actor="system")
    guard.install(connection)
    assert "is not as it was sealed" in recompute().stderr
