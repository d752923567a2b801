"""Runs commands in this process, on the test's databases and a lake of the test's own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from regulars.cli.app import app

Command = Callable[..., Result]


@pytest.fixture
def regulars(data_folder: Path) -> Command:
    """`regulars("customer", "find", "x")` with output and exit code."""

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(app, arguments)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def ask(regulars: Command) -> Callable[..., Any]:
    """The JSON document of a command that succeeds."""

    def run(*arguments: str) -> Any:
        result = regulars(*arguments, "--json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return run
