"""What every test stands on: a data folder of its own, both databases, hypothesis profiles, and fresh homes for
subprocesses. The environment is set before Django's settings load."""

import atexit
import json
import os
import secrets
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import hypothesis
import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from django.test import Client
from django.utils import translation
from psycopg import sql
from pytest_django import DjangoDbBlocker, Settings

import regulars
from regulars.base.audit import guard
from regulars.base.web import trail
from regulars.base.web.counts import Remembered

if "regulars.settings" in sys.modules or "DJANGO_SETTINGS_MODULE" in os.environ:
    pytest.exit("Unset DJANGO_SETTINGS_MODULE: the tests choose their own data folder before settings load.", 2)

SESSION_DATA = Path(tempfile.mkdtemp(prefix="regulars-tests-"))
atexit.register(shutil.rmtree, SESSION_DATA, ignore_errors=True)
os.environ |= {"DJANGO_SETTINGS_MODULE": "regulars.settings", "REGULARS_DATA": str(SESSION_DATA)}
for leftover in ("REGULARS_LAKE_URL", "REGULARS_ENGINE", "REGULARS_CRASH_AT", "REGULARS_SECRET_KEY"):
    os.environ.pop(leftover, None)
django.setup()

from regulars.base.web import preferences  # noqa: E402  models are ready only after the settings

preferences.keep({}, float("inf"))  # modules are collected without a database

May = Callable[..., Client]

# Time limits say more about the machine than about the code.
hypothesis.settings.register_profile(
    "quick", max_examples=25, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("ci", hypothesis.settings.get_profile("quick"), max_examples=30, print_blob=True)
hypothesis.settings.load_profile("quick")


def pytest_xdist_setupnodes() -> None:
    """Processes that share the tests choose a data folder each, as this one did."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


ONCE_IS_ENOUGH = ("tests/browser/", "tests/sdk/", "tests/scripts/", "tests/demo/")
"""What these look at does not depend on the database; what they stand on is tested on both."""
HOMES = {"home", "prepared_home"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test with a database has both, and finds what migrations wrote even after a transactional test emptied it.

    On PostgreSQL only tests that meet it are run: the others have been on SQLite.
    """
    if django_settings.DATABASE_URL:
        met = [item for item in items if meets_the_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(met)])
        items[:] = met
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is not None:
            kept = {"databases": "__all__", "serialized_rollback": True, **marker.kwargs}
            item.add_marker(pytest.mark.django_db(*marker.args, **kept), append=False)


def meets_the_database(item: pytest.Item) -> bool:
    """Whether a test reads or writes the database that was asked for, here or in a program that it starts."""
    if item.nodeid.startswith(ONCE_IS_ENOUGH):
        return False
    asked = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(asked & HOMES) or "db" in asked


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On SQLite the test databases are the real files of the data folder, not memory; each process has its own."""
    for alias in connections:
        database = connections[alias].settings_dict
        if connections[alias].vendor == "sqlite":
            database["TEST"]["NAME"] = str(database["NAME"])


NEVER_CHANGED = {"contenttypes.contenttype": "django_content_type", "auth.permission": "auth_permission"}
"""Model → table of what migrations write and no test changes: hundreds of rows that need not be written each time."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """A transactional test leaves by emptying the tables that it filled, instead of every table there is."""
    with django_db_blocker.unblock():
        database: Any
        for database in connections.all():
            database.ops.sql_flush = partial(emptying, database)
            written = json.loads(getattr(database, "_test_serialized_contents", "[]"))
            changing = [row for row in written if row["model"] not in NEVER_CHANGED]
            database._test_serialized_contents = json.dumps(changing)


def emptying(database: Any, style: Any, tables: list[str], **how: Any) -> list[str]:
    """Statements that empty those of the tables in which anything stands."""
    quoted = [database.ops.quote_name(table) for table in tables if table not in NEVER_CHANGED.values()]
    ask = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in quoted)
    with database.cursor() as cursor:
        cursor.execute(ask)
        return [f"DELETE FROM {table}" for (table,) in cursor.fetchall()]


@pytest.fixture(autouse=True)
def default_language() -> None:
    """A page leaves its reader's language behind in the thread."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def emptied_audit_trail(request: pytest.FixtureRequest) -> Iterator[None]:
    """A transactional test leaves by emptying every table, which the append-only trail otherwise refuses."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        yield
        return
    request.getfixturevalue("transactional_db")
    guard.install(connection)
    yield
    guard.remove(connection)


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """No count or setting of an earlier test is remembered; a test begins with none, until it writes one."""
    preferences.keep({}, float("inf"))
    for count in Remembered.every:
        count.forget()
        count.value = None


@pytest.fixture(autouse=True)
def fresh_origins() -> None:
    """Nothing comes from where an earlier test came from, and every action in the audit trail must have words."""
    from regulars.base.audit import origins, services  # noqa: PLC0415  models are ready only after the settings

    services.must_be_known = True
    trail.origin.set(None)
    origins.forget()


@pytest.fixture
def may(monkeypatch: pytest.MonkeyPatch) -> May:
    """`may("sources.see", "jobs.see")` is the browser of somebody signed in who may do just that."""

    # These are ready only after the settings.
    from regulars.base.staff import roles  # noqa: PLC0415
    from regulars.base.staff.enums import Role  # noqa: PLC0415
    from regulars.base.staff.models import User  # noqa: PLC0415

    def made(*permissions: str) -> Client:
        monkeypatch.setitem(roles.PERMISSIONS, Role.VIEWER, frozenset(permissions))
        client = Client()
        client.force_login(User.objects.create_user(f"may-{secrets.token_hex(4)}@shop.example", role=Role.VIEWER))
        return client

    return made


@pytest.fixture
def data_folder(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """An empty data folder with an empty lake, for the length of one test; the databases stay where they are.

    The reader that pages share is closed behind it.
    """
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    settings.DATA = folder
    settings.LAKE_URL = str(folder / "lake")
    yield folder
    if (reader := sys.modules.get("regulars.unify.facts.lake")) is not None:
        reader.close()


@pytest.fixture(scope="session")
def require() -> Callable[[str], Path]:
    """`require("node")` is the program's path; without it the test skips and says so, or fails under CI=true."""

    def find(program: str) -> Path:
        path = shutil.which(program)
        if path is None:
            give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            give_up(f"missing program: {program}")
        return Path(path)

    return find


@pytest.fixture
def home(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a subprocess that lives alone: an empty data folder, and on PostgreSQL an empty database.

    `subprocess.run(["regulars", "check"], env=home)` runs the command of this virtual environment.
    """
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    with home_in(folder) as environment:
        yield environment


@contextmanager
def home_in(folder: Path, *, template: str = "template1") -> Iterator[dict[str, str]]:
    """The environment of a home with this data folder; on PostgreSQL with a copy of the database `template`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("REGULARS_", "DJANGO_"))}
    environment["REGULARS_DATA"] = str(folder)
    environment["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), environment.get("PATH", os.defpath)])
    environment["PYTHONPATH"] = str(Path(regulars.__file__).parents[1])
    if not django_settings.DATABASE_URL:
        yield environment
        return
    with fresh_database(django_settings.DATABASE_URL, template) as url:
        yield environment | {"REGULARS_DATABASE_URL": url}


@contextmanager
def fresh_database(server_url: str, template: str = "template1") -> Iterator[str]:
    """The URL of a new database on the same server, dropped afterwards with whoever is still connected."""
    name = f"home_{secrets.token_hex(6)}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield urlsplit(server_url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
