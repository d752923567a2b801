"""The door at which colleagues say something: what looks wrong is asked about once, and kept if they insist.

Another app knows what looks wrong, and registers what it has to say here.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _


class Doubt(NamedTuple):
    """That a value looks wrong: why, in a few words, and what may be meant ("": nobody knows)."""

    trait: str
    because: str
    meant: str = ""

    def __str__(self) -> str:
        if self.meant:
            return _("%(why)s. Is “%(meant)s” meant?") % {"why": self.because, "meant": self.meant}
        return f"{self.because}."


checks: list[Callable[[Mapping[str, Any]], list[Doubt]]] = []
upholders: list[Callable[[int, Mapping[str, Any], str], None]] = []


def doubts(said: Mapping[str, Any]) -> dict[str, Doubt]:
    """Trait → what looks wrong of what a colleague is about to say."""
    return {doubt.trait: doubt for check in checks for doubt in check(said)}


def uphold(root: int, said: Mapping[str, Any], *, actor: str) -> None:
    """A colleague was asked, and said it again: it is not doubted any more."""
    for keep in upholders:
        keep(root, said, actor)
