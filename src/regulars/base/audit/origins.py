"""Where acts come from: an address and a browser, kept once with a salt while entries hold its hash.

A process remembers what it has written, so that an entry usually costs no further query.
"""

import os
import re
import time
from collections import OrderedDict
from functools import partial

from django.db import transaction

from regulars.base.audit.chain import origin_hash
from regulars.base.audit.models import AuditOrigin
from regulars.base.web.trail import Origin

REMEMBERED = 1000
REMEMBERED_SECONDS = 3600.0
MOST_CLIENT = 128
# The first that fits: browsers name those that they descend from, too.
BROWSERS = (
    ("Edge", r"Edg\w*/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("LINE", r"\bLine/"),
    ("WeChat", r"MicroMessenger/"),
    ("Firefox", r"(Firefox|FxiOS)/"),
    ("Chrome", r"(Chrome|CriOS)/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("Android", r"Android"),
    ("iOS", r"iPhone|iPad|iPod"),
    ("Windows", r"Windows"),
    ("ChromeOS", r"CrOS"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux"),
)

_known: OrderedDict[Origin, tuple[float, bytes]] = OrderedDict()


def browser(agent: str) -> str:
    """A browser in words, "Firefox, Linux"; of a program what it calls itself."""
    named = [next((name for name, said in table if re.search(said, agent)), "") for table in (BROWSERS, SYSTEMS)]
    if not named[0]:
        return agent.split(" ", maxsplit=1)[0].replace("\x00", "")[:MOST_CLIENT]
    return ", ".join(filter(None, named))


def hash_of(origin: Origin) -> bytes:
    """The salted hash that stands for an origin, written down once."""
    now = time.monotonic()
    until, known = _known.get(origin, (0.0, b""))
    if now < until:
        return known
    salt = os.urandom(16)
    made = origin_hash(salt, origin.address, origin.client)
    AuditOrigin.objects.create(hash=made, salt=salt, address=origin.address, client=origin.client)
    # What is rolled back must not be remembered.
    transaction.on_commit(partial(remember, origin, now + REMEMBERED_SECONDS, made))
    return made


def remember(origin: Origin, until: float, made: bytes) -> None:
    _known[origin] = (until, made)
    _known.move_to_end(origin)
    while len(_known) > REMEMBERED:
        _known.popitem(last=False)


def forget() -> None:
    """Write every origin anew."""
    _known.clear()
