"""The program that draws charts in the browser: Vega, as vl-convert carries it, made into one file of our own.

It is made when a page with a chart is first asked for, in a process of its own (it takes a JavaScript engine), and
kept in the data folder under its version: so neither the wheel carries it, nor is the installation written to.
"""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from django.conf import settings

NAME = "web/vega.js"
ENTRY = "window.vegaEmbed = vegaEmbed;"
making = Lock()


def made_by() -> str:
    """What the file's content follows from: the same version makes the same file on every machine."""
    return version("vl-convert-python")


def bundle() -> Path:
    """The file, made if it is not there yet. Raises CalledProcessError where that fails."""
    path = Path(settings.DATA) / "cache" / f"vega-{made_by()}.js"
    with making:
        if not path.exists():
            path.parent.mkdir(exist_ok=True, mode=0o700)
            subprocess.run([sys.executable, "-m", __name__, str(path)], stdin=subprocess.DEVNULL, check=True)
            for older in set(path.parent.glob("vega-*.js")) - {path}:
                older.unlink(missing_ok=True)
    return path


def write(path: Path) -> None:
    """Whole or not at all, also when two processes do it at once."""
    import vl_convert  # noqa: PLC0415  only here, so that no web process holds its engine

    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_text(vl_convert.javascript_bundle(ENTRY), encoding="utf-8")
    unfinished.replace(path)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
