"""Entry of a child: NAME, for all but `migrate` the descriptor of the supervisor's pipe, for web host and port."""

import logging
import os
import sys
from importlib import import_module

import django
from django.db import connections

from regulars.base.web.frames import with_room
from regulars.serve.leash import follow_supervisor

CHILDREN = {"migrate", "web", "road", "jobs"}


@with_room
def main(name: str, *arguments: str) -> None:
    """Run one child; only its own module is loaded, and that after Django."""
    if name != "migrate":
        leash, *arguments = arguments  # type: ignore[assignment]
        follow_supervisor(int(leash))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.settings")
    django.setup()
    assert name in CHILDREN, name
    import_module(f"regulars.serve.{name}").run(*arguments)


def end() -> None:
    """Leave without the interpreter's own end, at which DuckDB's binding prints pages about what it did not free."""
    connections.close_all()
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
    end()
