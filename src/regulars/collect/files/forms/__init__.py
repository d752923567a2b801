"""What people say about a file: what it is, how its columns are read, by what right it comes in."""

from .about import AboutForm
from .basis import BasisForm
from .columns import column_in
from .field import NewFieldForm

__all__ = ["AboutForm", "BasisForm", "NewFieldForm", "column_in"]
