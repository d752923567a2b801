"""The table of who may do what, made from the addresses and the roles: `access.txt` beside this is what was reviewed.

`python -m tests.access` writes it anew after a page, an operation, a command or a permission was changed: read the
difference before it is committed.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

TABLE = Path(__file__).parent / "access.txt"
PROFILE = "/api/v1/spaces/a/collections/users/profiles/user_id:a/traits"
"""What the only route that is a regular expression leads to."""
SAMPLES: dict[str, Any] = {"int": 1, "slug": "a", "uuid": UUID(int=1), "str": "a", "path": "a"}
YES, NO = "x", "."


def patterns(resolver: Any, name: str = "", route: str = "/") -> Iterator[tuple[str, str, Any]]:
    """Full name, address with sample values, and pattern of everything that Django answers."""
    for one in resolver.url_patterns:
        here = route + sample(str(one.pattern), one.pattern.converters)
        if hasattr(one, "url_patterns"):
            inner = ":".join(part for part in (name, one.namespace) if part)
            yield from patterns(one, inner, here)
        else:
            yield f"{name}:{one.name}", here, one


def sample(route: str, converters: dict[str, Any]) -> str:
    for name, converter in converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        route = route.replace(f"<{kind}:{name}>", str(SAMPLES[kind])).replace(f"<{name}>", str(SAMPLES[kind]))
    return route


def addresses() -> list[tuple[str, str, Any]]:
    """All of them, pages and operations."""
    from django.urls import get_resolver  # noqa: PLC0415  settings are loaded first

    return [(name, PROFILE if "^" in route else route, one) for name, route, one in patterns(get_resolver())]


def pages() -> list[tuple[str, str, Any]]:
    """Those that people open."""
    return [one for one in addresses() if not one[1].startswith("/api/")]


def permission_of(pattern: Any) -> str:
    """What a page asks for; "signed in" if only that, "anybody" if nothing."""
    from tests.test_urls import OPEN  # noqa: PLC0415

    permission = getattr(pattern.callback, "permission", "")
    if permission:
        return str(permission)
    names = {name for name, _, one in addresses() if one is pattern}
    return "anybody" if names & OPEN else "signed in"


def table() -> str:
    """Every page, operation and command with who may use it."""
    return "\n".join([*page_lines(), "", *operation_lines(), "", *command_lines(), ""])


def page_lines() -> Iterator[str]:
    """A line for each page: its name, its permission, and a column for each role."""
    from regulars.base.staff.enums import Role  # noqa: PLC0415
    from regulars.base.staff.roles import PERMISSIONS  # noqa: PLC0415

    yield f"{'page':34}{'permission':20}" + " ".join(role.value for role in Role)
    for name, _, pattern in sorted(pages(), key=lambda page: page[0]):
        permission = permission_of(pattern)
        marks = (
            YES if permission in PERMISSIONS[role] or permission in {"anybody", "signed in"} else NO for role in Role
        )
        yield (
            f"{name:34}{permission:20}"
            + " ".join(f"{mark:{len(role.value)}}" for mark, role in zip(marks, Role, strict=True)).rstrip()
        )


def operation_lines() -> Iterator[str]:
    """A line for each operation of the REST door, with the scopes that a key needs; what it sees follows its role."""
    from regulars.rest.scopes import OPERATIONS  # noqa: PLC0415

    yield f"{'operation':34}scopes"
    for name, scopes in sorted(OPERATIONS.items()):
        yield f"{name:34}{' '.join(scopes) or 'the key that started it'}"


def command_lines() -> Iterator[str]:
    """A line for each command, with the permission that --as asks for."""
    from typer.main import get_command  # noqa: PLC0415

    from regulars.cli.app import app  # noqa: PLC0415

    yield f"{'command':34}permission of --as"
    yield from sorted(commands(get_command(app), ""))


def commands(command: Any, name: str) -> Iterator[str]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield f"{name.strip():34}{getattr(command, 'permission', '') or '-'}"
        return
    for verb, one in inner.items():
        yield from commands(one, f"{name} {verb}")


if __name__ == "__main__":
    os.environ |= {"DJANGO_SETTINGS_MODULE": "regulars.settings", "REGULARS_DATA": tempfile.mkdtemp()}
    import django

    django.setup()
    TABLE.write_text(table())
