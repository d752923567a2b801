"""`regulars serve`: web, road and jobs."""

from pathlib import Path
from typing import Annotated

import typer

from .command import fail

HOST, PORT = "127.0.0.1", 8000


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = HOST,
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = PORT,
    tls_cert: Annotated[
        Path | None, typer.Option("--tls-cert", help="Speak TLS with this certificate (PEM).", show_default=False)
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option("--tls-key", help="The certificate's key (PEM).", show_default=False)
    ] = None,
) -> None:
    """Start everything and run until Ctrl-C; what dies is started again."""
    from regulars import serve as serving
    from regulars.base.vault.errors import VaultError

    if (tls_cert is None) != (tls_key is None):
        fail("Give both --tls-cert and --tls-key, or neither.")
    tls = (tls_cert.resolve(), tls_key.resolve()) if tls_cert and tls_key else None
    try:
        code = serving.serve(host, port, tls)
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
