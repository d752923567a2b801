"""The tree of commands."""

from typing import Annotated

import typer

import regulars

from . import audit, customer, importing, lake, source, staff
from .benches import bench
from .check import check
from .command import AsOption, Command, DataOption, PlainCommand, needs
from .demo import demo
from .erase import erase
from .export import export
from .manage import manage
from .serve import serve

app = typer.Typer(
    help="Regulars, the self-hosted customer database.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def print_version(wanted: bool) -> None:
    if wanted:
        print(regulars.__version__)
        raise typer.Exit


@app.callback()
def root(
    data: DataOption = None,
    as_: AsOption = None,
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Regulars, the self-hosted customer database."""


app.command("serve", cls=PlainCommand)(serve)
app.command("demo", cls=Command)(demo)
app.command("check", cls=PlainCommand)(check)
app.add_typer(source.app, name="source")
app.add_typer(importing.app, name="import")
app.add_typer(customer.app, name="customer")
app.command("erase", cls=needs("customers.erase"))(erase)
app.command("export", cls=needs("customers.export"))(export)
app.add_typer(lake.app, name="lake")
app.add_typer(staff.app, name="staff")
app.add_typer(audit.app, name="audit")
app.command("bench", cls=PlainCommand)(bench)
app.command(
    "manage",
    cls=PlainCommand,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False, "help_option_names": []},
)(manage)
