"""Whether a value is fine, was repaired or is doubtful: pure, quick, and never a reason to throw it away."""

from .checking import check
from .verdict import Finding, Verdict

__all__ = ["Finding", "Verdict", "check"]
