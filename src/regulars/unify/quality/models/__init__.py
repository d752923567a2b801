"""What is known of how good the data is; all of findings and scores can be thrown away and made anew."""

from .confirming import Code
from .findings import Finding
from .scores import Score, Trend

__all__ = ["Code", "Finding", "Score", "Trend"]
