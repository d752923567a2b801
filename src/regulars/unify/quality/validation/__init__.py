"""Whether a value is fine, was repaired or is doubtful: pure, quick, and never a reason to throw it away."""

from .checking import check, check_all
from .phones import PhoneFacts, phone_facts
from .verdict import Finding, Verdict
from .words import because

__all__ = ["Finding", "PhoneFacts", "Verdict", "because", "check", "check_all", "phone_facts"]
