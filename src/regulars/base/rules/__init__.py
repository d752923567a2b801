"""The one rule grammar: a JSON tree that is checked, compiled to Ibis, answered in plain Python, and put into words."""

from .errors import RuleInvalid
from .parsing import parse
from .rule import Rule
from .sentences import sentence
from .vocabulary import Vocabulary, vocabulary

__all__ = ["Rule", "RuleInvalid", "Vocabulary", "parse", "sentence", "vocabulary"]
