"""The vendors' clients as anyone installs them, and a served data folder to which they talk."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import home_in
from tests.serving import Server, running, wait_until

CLIENTS = Path(__file__).parent / "clients"
CACHE = Path(__file__).parents[2] / ".cache" / "sdk"
PYTHON_VERSIONS = ("2.4.0", "2.3.4")


@dataclass
class Shop:
    """A served data folder, and what it knows."""

    server: Server
    home: dict[str, str]

    def ask(self, *command: str) -> Any:
        """The JSON document of a command; None if it fails."""
        done = subprocess.run(["regulars", *command, "--json"], env=self.home, capture_output=True, check=False)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def source(self, name: str, kind: str) -> str:
        """A new source's write key."""
        made = self.ask("source", "create", name, "--kind", kind)
        key: str = made["write_key"]
        return key

    def customer(self, who: str) -> Any:
        """A profile, or None."""
        return self.ask("customer", "show", who, "--events", "1000")

    def counted(self, who: str, events: int) -> Any:
        """A profile as soon as its timeline has so many events."""
        found: list[Any] = []

        def is_there() -> bool:
            found.append(self.customer(who))
            return found[-1] is not None and len(found[-1]["timeline"]) >= events

        wait_until(is_there)
        return found[-1]


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """One served folder for all clients; each test has users of its own."""
    folder = tmp_path_factory.mktemp("shop")
    folder.chmod(0o700)
    with home_in(folder) as home, running(home) as server:
        yield Shop(server, home)


def installed(name: str, install: Callable[[Path], None]) -> Path:
    """A folder of the cache, filled once; a half filled one is never found."""
    folder = CACHE / name
    if not folder.exists():
        unfinished = CACHE / f".{name}-{os.getpid()}"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        install(unfinished)
        unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session", params=PYTHON_VERSIONS)
def python_client(request: pytest.FixtureRequest) -> Path:
    """A folder with one version of the vendor's Python client and what it needs."""
    version: str = request.param

    def install(folder: Path) -> None:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"]
        subprocess.run([*pip, str(folder), f"segment-analytics-python=={version}"], check=True)

    return installed(f"python-{version}", install)


@pytest.fixture(scope="session")
def node_modules(require: Callable[[str], Path]) -> Path:
    """The vendor's clients for Node and for the browser."""
    npm, declared = require("npm"), CLIENTS / "package.json"

    def install(folder: Path) -> None:
        shutil.copy(declared, folder)
        quiet = ["--no-package-lock", "--no-audit", "--no-fund", "--silent"]
        subprocess.run([str(npm), "install", *quiet], cwd=folder, check=True)

    digest = hashlib.sha256(declared.read_bytes()).hexdigest()[:12]
    return installed(f"node-{digest}", install) / "node_modules"
