"""Reads files of any kind that shops have, and stages them as Parquet: texts in numbered columns with their row."""

from .looking import look
from .staging import stage
from .tables import Candidate, Column, Format, Found, Notice, Options, Remark, Staged

__all__ = ["Candidate", "Column", "Format", "Found", "Notice", "Options", "Remark", "Staged", "look", "stage"]
