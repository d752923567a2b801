"""Compiles the translations when Regulars is built or installed, editable installs included."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface):  # type: ignore[misc]
    """Named in pyproject as the custom hook of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the catalogues, and take them into the wheel although git does not have them."""
        script = Path(self.root) / "scripts" / "translations.py"
        subprocess.run([sys.executable, str(script), "compile"], check=True)
        build_data["artifacts"].append("src/regulars/locale/**/*.mo")
