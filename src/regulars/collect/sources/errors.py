"""The error tree of source pages and tracking plans; messages are fit for the user."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SourcesError(Exception):
    """Base of all errors about tracking plans."""

    message = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.message)


class Fault(NamedTuple):
    """What is wrong in a plan: where (a JSON pointer), and a sentence."""

    pointer: str
    sentence: str | Promise


class PlanInvalid(SourcesError):
    """A tracking plan that cannot be read; `faults` says where."""

    message = _("The tracking plan cannot be used as it is.")

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(*faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join([str(self.message), *(f"{fault.pointer}: {fault.sentence}" for fault in self.faults)])


class NothingArrived(SourcesError):
    message = _("Nothing has arrived from this source yet. Send an event, or write the plan yourself.")
