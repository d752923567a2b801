"""The pages of quality."""

from .looking import overview

__all__ = ["overview"]
