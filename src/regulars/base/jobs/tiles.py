"""What the home page says about jobs and health: how many problems there are, and which."""

from typing import Any

from regulars.base.jobs.checks import findings
from regulars.base.jobs.findings import Finding
from regulars.base.web import shell


def problems() -> list[Finding]:
    return [one for one in findings() if not one.ok]


def load_problems(_request: object) -> dict[str, Any]:
    return {"problems": problems()}


def add_own_tiles() -> None:
    shell.tiles.append(
        shell.Tile("problems", "jobs/_problems.html", load_problems, permission="jobs.see", order=500, wide=True)
    )
