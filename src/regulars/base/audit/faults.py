"""What verifying the trail can find, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What happened to the trail."""

    ENTRY_CHANGED = "entry_changed"
    ENTRY_REMOVED = "entry_removed"
    ENTRY_ADDED = "entry_added"
    TEXT_CHANGED = "text_changed"
    ORIGIN_CHANGED = "origin_changed"
    BLOCK_CHANGED = "block_changed"
    BLOCK_REMOVED = "block_removed"
    BLOCK_ADDED = "block_added"
    BLOCK_REORDERED = "block_reordered"
    CHECKPOINT_CHANGED = "checkpoint_changed"
    HISTORY_REWRITTEN = "history_rewritten"
    HISTORY_CUT = "history_cut"


WORDS: dict[Kind, str | Promise] = {
    Kind.ENTRY_CHANGED: _("Entry %(entry)s in block %(block)s was changed after it was sealed."),
    Kind.ENTRY_REMOVED: _("Entry %(entry)s was removed from block %(block)s after it was sealed."),
    Kind.ENTRY_ADDED: _("Entry %(entry)s was added where block %(block)s was sealed already."),
    Kind.TEXT_CHANGED: _("The text of entry %(entry)s is not what was written."),
    Kind.ORIGIN_CHANGED: _("Where entry %(entry)s came from is not what was written."),
    Kind.BLOCK_CHANGED: _("Block %(block)s was changed after it was sealed."),
    Kind.BLOCK_REMOVED: _("Block %(block)s was removed."),
    Kind.BLOCK_ADDED: _("Block %(block)s was added where the trail had been trimmed."),
    Kind.BLOCK_REORDERED: _("Block %(block)s does not follow the block before it."),
    Kind.CHECKPOINT_CHANGED: _("The checkpoint of block %(block)s was not signed with the key of this data folder."),
    Kind.HISTORY_REWRITTEN: _("The trail was rewritten: block %(block)s is not the one that the checkpoint names."),
    Kind.HISTORY_CUT: _("The trail was cut: the checkpoint names block %(block)s, which is not here."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is not as it was sealed; `entry` is None where a whole block is meant."""

    kind: Kind
    block: int
    entry: int | None = None

    @property
    def words(self) -> str:
        """What happened, in the reader's language."""
        return str(WORDS[self.kind]) % {"entry": self.entry, "block": self.block}


class Found(Exception):
    """Ends a verification at the first fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.words)
        self.fault = fault


def fault_of(said: Mapping[str, Any] | None) -> Fault | None:
    """A fault as a verification has kept it."""
    return None if said is None else Fault(Kind(said["kind"]), said["block"], said["entry"])
