"""Search over customers in four scripts: own terms, one index on either database, kept behind the road."""

from .finding import KINDS, Hit, search
from .follow import Following, rebuild
from .index import clear, merge

__all__ = ["KINDS", "Following", "Hit", "clear", "merge", "rebuild", "search"]
