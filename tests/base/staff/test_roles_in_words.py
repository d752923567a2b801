"""What the page and the manual say of roles is what the code says."""

import re
from pathlib import Path

import pytest
from django.test import Client

from regulars.base.staff import roles
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from regulars.base.staff.telling import DEPTHS, MASKED, WORDS, may_do, may_see

MANUAL = Path(__file__).parents[3] / "docs" / "staff.md"
HEAD = " | ".join(role.value for role in Role)
RULE = "| --- | " + " | ".join("---" for _ in Role) + " |"


def sees_table() -> str:
    """Sensitivities of fields by role, as the manual has them."""
    rows = [f"| fields | {HEAD} |", RULE]
    for kind in MASKED:
        cells = (str(DEPTHS[roles.MASKS[role].of_sensitivity(kind)]) for role in Role)
        rows.append(f"| {kind.value} | {' | '.join(cells)} |")
    return "\n".join(rows)


def may_table() -> str:
    """Permissions by role, as the manual has them."""
    rows = [f"| permission | {HEAD} |", RULE]
    for thing, actions in roles.THINGS.items():
        for action in actions:
            cells = ("x" if f"{thing}.{action}" in roles.PERMISSIONS[role] else "" for role in Role)
            rows.append(f"| {thing}.{action} | {' | '.join(cells)} |")
    return "\n".join(rows)


@pytest.mark.parametrize(("name", "table"), [("sees", sees_table()), ("may", may_table())])
def test_the_manual_has_the_table_of_the_code(name: str, table: str) -> None:
    found = re.search(f"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", MANUAL.read_text(), re.DOTALL)

    assert found is not None
    assert found[1] == table


def test_every_permission_has_words() -> None:
    assert set(WORDS) == roles.EVERY_PERMISSION
    assert len({str(words) for words in WORDS.values()}) == len(WORDS)


def test_the_lines_say_what_the_roles_are() -> None:
    administrator = list(Role).index(Role.ADMINISTRATOR)

    refused = [line.label for line in may_do() if not line.cells[administrator]]

    assert refused == ["Erase customers for good", "Ask the lake in SQL"]
    assert [line.cells[-1] for line in may_see()] == ["whole", "masked", "not at all", "not at all"]


@pytest.mark.django_db
def test_the_page_shows_both_tables(client: Client) -> None:
    client.force_login(User.objects.create_superuser("owner@shop.example"))

    page = client.get("/settings/staff/roles/").content.decode()

    assert page.count("<tr>") == 2 + len(MASKED) + len(roles.EVERY_PERMISSION)
    assert "Erase customers for good" in page
