"""Homes that are ready to live the story in, all with the same key file and the same sources."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import home_in

ROOT = Path(__file__).parents[2]
Home = dict[str, str]


def child(home: Home, *arguments: object, crash_at: str = "") -> int:
    """Run the child to its end; returns its exit code, negative if a signal killed it."""
    command = [sys.executable, "-m", "tests.crash.child", *map(str, arguments)]
    ended = subprocess.run(command, env=home | {"REGULARS_CRASH_AT": crash_at}, cwd=ROOT, check=False)
    return ended.returncode


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Migrated, with sources, and never used itself."""
    folder = tmp_path_factory.mktemp("prepared")
    with home_in(folder) as home:
        assert child(home, "prepare") == 0
        yield home


@pytest.fixture(scope="session")
def new_home(prepared_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Home]]:
    """Makes copies of the prepared home."""
    template = urlsplit(prepared_home.get("REGULARS_DATABASE_URL", "")).path[1:] or "template1"
    with ExitStack() as homes:

        def make() -> Home:
            folder = tmp_path_factory.mktemp("lived") / "home"
            shutil.copytree(prepared_home["REGULARS_DATA"], folder)
            return homes.enter_context(home_in(folder, template=template))

        yield make
