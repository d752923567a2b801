"""What a run of offered events is told and what it tells: plain values, for processes with and without Django."""

from typing import NamedTuple

import msgspec


class Orders(msgspec.Struct):
    """What to offer: `rate` in events a second, 0 for more than the road can take; ends at `events` or `seconds`,
    or when there is a file of the name `stop`.

    `pids` are the processes to watch, `write_keys` those of the server's and the browser's source.
    """

    port: int
    write_keys: tuple[str, str]
    pids: list[int]
    customers: int
    visitors: int
    run: str
    events: int
    seconds: float
    rate: float = 0
    stop: str = ""


class Sample(NamedTuple):
    """What was seen at a moment (seconds since 1970): positions, bytes and CPU seconds of each process."""

    at: float
    filed: int
    in_lake: int
    rss: list[int]
    cpu: list[float]


class Offered(msgspec.Struct):
    """What happened: (moment, acknowledged so far) of each batch, samples, (wait, whole) of a page's writes.

    Moments in seconds since 1970, waits in seconds; `redirected` is the share of keys that lead to another.
    """

    first_position: int
    sent_from: float
    sent_to: float
    acknowledged: list[tuple[float, int]]
    samples: list[Sample]
    waits: list[tuple[float, float]]
    redirected: float
