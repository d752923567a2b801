"""What a look at the system finds; knows no Django, so that a broken start can be told in the same words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `words` say what is wrong and what to do, or how it is."""

    subject: str
    ok: bool
    words: str
