"""Normalizers of the road: pure functions from what was written to the one form that is kept and compared."""

from regulars.unify.facts.normalize.complaints import complaint
from regulars.unify.facts.normalize.emails import email
from regulars.unify.facts.normalize.identifiers import identifier, is_blocked
from regulars.unify.facts.normalize.phones import phone
from regulars.unify.facts.normalize.profiles import Problem, traits
from regulars.unify.facts.normalize.readers import Doubt
from regulars.unify.facts.normalize.texts import json_value, text
from regulars.unify.facts.normalize.times import date, timestamp

__all__ = [
    "Doubt",
    "Problem",
    "complaint",
    "date",
    "email",
    "identifier",
    "is_blocked",
    "json_value",
    "phone",
    "text",
    "timestamp",
    "traits",
]
