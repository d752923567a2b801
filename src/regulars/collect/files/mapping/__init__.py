"""What the columns of a file mean: guessed, decided by a person, and compiled to what reads its rows."""

from regulars.collect.files.mapping.columns import (
    Column,
    DateOrder,
    Empty,
    Kind,
    LeftOut,
    Mapping,
    Policy,
    Row,
    Trouble,
    Unclear,
)
from regulars.collect.files.mapping.compiling import Compiled, People, compiled
from regulars.collect.files.mapping.guessing import fingerprint, guess
from regulars.collect.files.mapping.needed import needed
from regulars.collect.files.mapping.reading import key_of
from regulars.collect.files.mapping.staged import arranged, batches, sampled
from regulars.collect.files.mapping.targets import KEY, Target, targets
from regulars.collect.files.mapping.troubles import Code, sentence

__all__ = [
    "KEY",
    "Code",
    "Column",
    "Compiled",
    "DateOrder",
    "Empty",
    "Kind",
    "LeftOut",
    "Mapping",
    "People",
    "Policy",
    "Row",
    "Target",
    "Trouble",
    "Unclear",
    "arranged",
    "batches",
    "compiled",
    "fingerprint",
    "guess",
    "key_of",
    "needed",
    "sampled",
    "sentence",
    "targets",
]
