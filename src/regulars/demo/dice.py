"""Chance without state: the same number and salt always throw the same, whatever else is generated."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_GOLDEN = 0x9E3779B97F4A7C15
_MASK = 0xFFFFFFFFFFFFFFFF


def throw(number: int, salt: str) -> float:
    """A value in [0, 1) for one number."""
    return float(throws(np.array([number], np.int64), salt)[0])


def pick(number: int, salt: str, count: int) -> int:
    """A whole number in [0, count)."""
    return int(throw(number, salt) * count)


def throws(numbers: Ints, salt: str) -> NDArray[np.float64]:
    """A value in [0, 1) for each number (SplitMix64, Steele et al. 2014)."""
    seed = int.from_bytes(salt.encode(), "big") * _GOLDEN & _MASK
    z = numbers.astype(np.uint64) * np.uint64(_GOLDEN) + np.uint64(seed)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray((z ^ (z >> np.uint64(31))) >> np.uint64(11), np.float64) / 2.0**53
