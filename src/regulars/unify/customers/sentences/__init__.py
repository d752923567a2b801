"""What happened, in words: a sentence for each event that an app knows, and a plain line for all others.

An app adds sentences from its `ready()`: `@sentence("orders", "Order Completed")` over a function from the event's
properties (as any sender may have written them) to a `Sentence`.
"""

from . import commerce, sites
from .registry import KINDS, Kind, Properties, Sentence, bold, kind, sentence, sentence_of, which

__all__ = [
    "KINDS",
    "Kind",
    "Properties",
    "Sentence",
    "bold",
    "commerce",
    "kind",
    "sentence",
    "sentence_of",
    "sites",
    "which",
]
