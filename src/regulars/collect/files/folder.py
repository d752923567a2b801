"""Where the files of an import lie: a folder in the data folder that nothing serves, for its owner alone."""

import shutil
from pathlib import Path

from django.conf import settings

FOLDER = "imports"
UPLOAD, STAGED, PREPARED, PREVIEW, PROBLEMS, LEFT_OUT = (
    *("upload", "staged.parquet", "prepared.arrow", "preview.parquet", "problems.parquet", "left_out.parquet"),
)
ARRANGED, REJECTED = "arranged.parquet", "rejected"
"""What lies there for moments only: rows gathered by their orders, and a file that is about to be handed over."""


def folder(import_id: int) -> Path:
    """The folder of an import."""
    return Path(settings.DATA) / FOLDER / str(import_id)


def made(import_id: int) -> Path:
    """The folder of an import, made if it is not there yet."""
    here = folder(import_id)
    here.parent.mkdir(mode=0o700, exist_ok=True)
    here.mkdir(mode=0o700, exist_ok=True)
    return here


def at(import_id: int, name: str) -> Path:
    """One of its files."""
    return folder(import_id) / name


def drop(import_id: int, *names: str) -> None:
    """Delete some of its files, with what was left beside them unfinished."""
    for name in names:
        for path in folder(import_id).glob(f"{name}*"):
            path.unlink(missing_ok=True)


def remove(import_id: int) -> None:
    """Delete everything that lies there."""
    shutil.rmtree(folder(import_id), ignore_errors=True)
