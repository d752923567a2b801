"""What a file really is, told from its bytes alone, and whether it is taken. Pure: bytes in, bytes or an error out."""

from .names import safe_name
from .recognising import INLINE, Recognised, recognise

__all__ = ["INLINE", "Recognised", "recognise", "safe_name"]
