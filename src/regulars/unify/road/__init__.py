"""The road: the one loop that turns waiting facts into profiles and lake rows."""

from .loop import Road, run

__all__ = ["Road", "run"]
