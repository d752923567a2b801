"""Where the files of an import lie: a folder in the data folder that nothing serves, for its owner alone."""

import shutil
from pathlib import Path

from django.conf import settings

FOLDER = "imports"
UPLOAD, FOUND, STAGED, PREPARED, PREVIEW, PROBLEMS, REJECTED = (
    *("upload", "found.json", "staged.parquet", "prepared", "preview.parquet", "problems.parquet", "rejected.parquet"),
)


def folder(import_id: int) -> Path:
    """The folder of an import."""
    return Path(settings.DATA) / FOLDER / str(import_id)


def made(import_id: int) -> Path:
    """The folder of an import, made if it is not there yet."""
    here = folder(import_id)
    here.parent.mkdir(mode=0o700, exist_ok=True)
    here.mkdir(mode=0o700, exist_ok=True)
    return here


def upload(import_id: int) -> Path:
    """The file as it came."""
    return folder(import_id) / UPLOAD


def staged(import_id: int) -> Path:
    """The rows of the file as texts."""
    return folder(import_id) / STAGED


def remove(import_id: int) -> None:
    """Delete everything that lies there."""
    shutil.rmtree(folder(import_id), ignore_errors=True)
