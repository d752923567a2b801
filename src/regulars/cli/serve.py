"""`regulars serve`: web, road and jobs."""

from typing import Annotated

import typer

from .command import fail

HOST, PORT = "127.0.0.1", 8000


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = HOST,
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = PORT,
) -> None:
    """Start everything and run until Ctrl-C; what dies is started again."""
    from regulars import serve as serving
    from regulars.base.vault.errors import VaultError

    try:
        code = serving.serve(host, port)
    except (serving.ServeError, VaultError) as error:
        fail(str(error))
    raise typer.Exit(code)


def check_address(host: str, port: int) -> None:
    """End with a message if something else listens there already."""
    from regulars import serve as serving

    try:
        serving.check_port_free(host, port)
    except serving.ServeError as error:
        fail(str(error))
