"""What is known of how good the data is; all of findings and scores can be thrown away and made anew."""

from .cleaning import CleaningStep
from .confirming import Code
from .findings import Finding, Upheld
from .matching import MatchModel, MatchPair, PairState
from .outside import Answer, Validator
from .scores import Score, Trend

__all__ = [
    "Answer",
    "CleaningStep",
    "Code",
    "Finding",
    "MatchModel",
    "MatchPair",
    "PairState",
    "Score",
    "Trend",
    "Upheld",
    "Validator",
]
