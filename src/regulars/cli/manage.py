"""`regulars manage`: Django's own commands."""

from typing import Annotated

import typer


def manage(arguments: Annotated[list[str] | None, typer.Argument(help="As for Django's manage.py.")] = None) -> None:
    """Run a command of Django."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["regulars manage", *(arguments or ["help"])])
