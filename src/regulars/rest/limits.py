"""How many requests a key may send: one token bucket a key, in the memory of each web process."""

import math
import threading
import time
from dataclasses import dataclass

from .errors import TooManyRequests

BURST = 300
"""How many requests may come at once."""
PER_SECOND = 100.0
"""How many more each second."""
MOST_KEYS = 10_000


@dataclass
class Bucket:
    """The tokens of one key as they were at a moment (seconds of the monotonic clock)."""

    tokens: float
    at: float


@dataclass(frozen=True)
class Allowance:
    """What a key may still send now, and in how many seconds its bucket is full again."""

    remaining: int
    full_in: int

    def headers(self) -> dict[str, str]:
        """The RateLimit fields (draft-ietf-httpapi-ratelimit-headers)."""
        window = math.ceil(BURST / PER_SECOND)
        return {
            "RateLimit-Policy": f'"key";q={BURST};w={window}',
            "RateLimit": f'"key";r={self.remaining};t={self.full_in}',
        }


_lock = threading.Lock()
buckets: dict[int, Bucket] = {}


def spend(key_id: int, now: float | None = None) -> Allowance:
    """Take one token of a key. Raises TooManyRequests with the whole seconds to wait."""
    now = time.monotonic() if now is None else now
    with _lock:
        bucket = buckets.setdefault(key_id, Bucket(BURST, now))
        bucket.tokens = min(float(BURST), bucket.tokens + (now - bucket.at) * PER_SECOND)
        bucket.at = now
        if bucket.tokens < 1:
            raise TooManyRequests(wait=math.ceil((1 - bucket.tokens) / PER_SECOND))
        bucket.tokens -= 1
        allowance = Allowance(int(bucket.tokens), math.ceil((BURST - bucket.tokens) / PER_SECOND))
        if len(buckets) > MOST_KEYS:
            forget_full(now)
        return allowance


def forget_full(now: float) -> None:
    """Drop the buckets that are full by now."""
    for key_id, bucket in list(buckets.items()):
        if bucket.tokens + (now - bucket.at) * PER_SECOND >= BURST:
            del buckets[key_id]
