"""What the chapters of the story yield: a source's name and one of its facts, at the real time."""

import msgspec

from regulars.unify.facts.fact import Fact

Made = tuple[str, Fact]


def properties(written: str) -> msgspec.Raw:
    """JSON text as the unparsed bytes that a Fact carries."""
    return msgspec.Raw(written.encode())
