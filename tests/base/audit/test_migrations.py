"""What the migrations leave behind, in a database that no test has touched."""

import subprocess
import sys
import textwrap

import pytest

PROGRAM = """
    import os
    os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.settings"
    import django
    django.setup()
    from django.core.management import call_command
    from django.db import IntegrityError
    from regulars.base.audit.models import AuditEntry, AuditSubject
    from regulars.base.audit.services import record

    call_command("migrate", verbosity=0)
    record("customer.show", actor="owner", keys=[1])
    for rows in (AuditEntry.objects.all(), AuditSubject.objects.all()):
        for change in (rows.delete, lambda: rows.update(id=9)):
            try:
                change()
            except IntegrityError:
                print("refused")
"""


@pytest.mark.slow
def test_migrated_database_refuses_to_change_the_trail(home: dict[str, str]) -> None:
    command = [sys.executable, "-c", textwrap.dedent(PROGRAM)]

    ended = subprocess.run(command, env=home, capture_output=True, text=True, check=True)

    assert ended.stdout.split() == ["refused"] * 4
