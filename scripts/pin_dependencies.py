#!/usr/bin/env python3
"""Write constraints.txt: the newest version of everything that pip's resolver picks for the project and its dev extra.

Run with the virtual environment's Python from the repository's root: `.venv/bin/python scripts/pin_dependencies.py`.
Arguments go to pip, so `-c constraints.txt` adds what is new and keeps what is pinned.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HEADER = "# Exact versions of everything installed for running and testing; renew with `make pins`.\n"


def resolve(*arguments: str) -> dict[str, str]:
    """Versions by normalized name for `.[dev]`, the project itself left out."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        subprocess.run([*pip, "--report", report.name, *arguments, ".[dev]"], check=True)
        packages = [entry["metadata"] for entry in json.loads(Path(report.name).read_text())["install"]]
    return {package["name"]: package["version"] for package in packages if package["name"] != "regulars"}


def main() -> None:
    pins = sorted(resolve(*sys.argv[1:]).items(), key=lambda pin: pin[0].lower())
    Path("constraints.txt").write_text(HEADER + "".join(f"{name}=={version}\n" for name, version in pins))


if __name__ == "__main__":
    main()
