"""What every command has in common: --data and --as, the data folder made ready, and errors told in words."""

import os
import sys
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand
from typer.main import get_command

if TYPE_CHECKING:
    from regulars.base.fields.masks import Sight

DataOption = Annotated[
    Path | None,
    typer.Option("--data", help="The data folder (default: $REGULARS_DATA, or ./regulars-data).", show_default=False),
]
AsOption = Annotated[
    str | None,
    typer.Option("--as", metavar="USER", help="Act as this colleague (an e-mail address; default: the owner)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]

as_user: ContextVar[str | None] = ContextVar("as_user", default=None)


def common(data: DataOption = None, as_: AsOption = None) -> None:
    """The options of every command; they may stand before the noun or behind the verb."""


def common_parameters() -> list[Any]:
    """The parameters that `common` declares, new ones for each command."""
    declaring = typer.Typer(add_completion=False)
    declaring.command()(common)
    return [parameter for parameter in get_command(declaring).params if parameter.name in {"data", "as_"}]


class PlainCommand(TyperCommand):
    """A command that knows the data folder, and loads nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += common_parameters()

    def invoke(self, ctx: Any) -> Any:
        given = ctx.find_root().params
        data = ctx.params.pop("data") or given.get("data")
        as_user.set(ctx.params.pop("as_") or given.get("as_"))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.settings")
        if data is not None:
            os.environ["REGULARS_DATA"] = str(data)
        return self.run(ctx)

    def run(self, ctx: Any) -> Any:
        return super().invoke(ctx)


class Command(PlainCommand):
    """A command on the databases: they are made and brought up to date first; refusals end with code 1.

    With --as it asks for the colleague's permission; whoever has the shell and names nobody acts as the owner.
    """

    permission = ""

    def run(self, ctx: Any) -> Any:
        try:
            make_ready()
            from regulars.base.web.business import speaking

            check_permission(self.permission)
            with speaking():
                return super().run(ctx)
        except Exception as error:
            if not is_for_the_user(error):
                raise
            fail(str(error))


def needs(permission: str) -> type[Command]:
    """The class of a command that whoever acts needs this permission for."""
    return type("Command", (Command,), {"permission": permission})


def check_permission(permission: str) -> None:
    """End with code 1 where the colleague who acts lacks it. Raises UserUnknown."""
    from regulars.base.staff.queries import find_user

    email = as_user.get()
    if email and permission and not find_user(email).has_perm(permission):
        fail(f"{email} may not do this: their role lacks the permission {permission}.")


def make_ready() -> None:
    """Load the settings, and migrate what is not migrated. Makes the data folder on first use."""
    import getpass

    import django

    django.setup()
    from django.db import connections

    from regulars.base.jobs.readiness import is_migrated
    from regulars.base.web import trail
    from regulars.serve import migrate

    trail.origin.set(trail.Origin("shell", getpass.getuser()))

    if not all(is_migrated(alias) for alias in connections):
        migrate.run()


def is_for_the_user(error: Exception) -> bool:
    """Whether an error's message says what to do; any other is a defect and keeps its traceback."""
    from django.db import OperationalError

    from regulars.base.audit.errors import AuditError
    from regulars.base.fields.errors import FieldsError
    from regulars.base.lake.errors import LakeError
    from regulars.base.staff.errors import StaffError
    from regulars.base.vault.errors import VaultError
    from regulars.bench.results import BenchError
    from regulars.collect.files.errors import FileError
    from regulars.collect.sources.errors import SourcesError
    from regulars.demo.errors import DemoError
    from regulars.protect.privacy.errors import PrivacyError
    from regulars.serve import ServeError
    from regulars.unify.customers.errors import CustomersError
    from regulars.unify.facts.errors import FactsError
    from regulars.unify.identity.errors import IdentityError

    base = (AuditError, FieldsError, LakeError, StaffError, VaultError, OperationalError)
    floors = (BenchError, FactsError, IdentityError, CustomersError, PrivacyError, SourcesError, FileError)
    return isinstance(error, (*base, *floors, DemoError, ServeError))


def fail(message: str) -> NoReturn:
    """Say on stderr why nothing was done, and end with code 1."""
    say(message)
    raise typer.Exit(1)


def say(message: str) -> None:
    """A remark that is not the result: it goes to stderr."""
    print(message, file=sys.stderr)


def actor() -> str:
    """Who acts, for the audit trail. Raises UserUnknown."""
    from regulars.base.staff.queries import resolve_actor

    return resolve_actor(as_user.get())


def sight() -> "Sight":
    """What of customers whoever acts may see. Raises UserUnknown."""
    from regulars.base.staff.queries import sight_of

    return sight_of(actor())


def key_of(text: str) -> int:
    """The key that a text means among the customers whom whoever acts may see. Raises NobodyFound, SeveralFound."""
    from regulars.unify.customers.queries import pick

    return pick(text, sight=sight())


def new_group(help_: str) -> typer.Typer:
    """A noun: its verbs are commands."""
    return typer.Typer(help=help_, no_args_is_help=True)
