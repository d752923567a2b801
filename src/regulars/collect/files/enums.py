"""Words that imports store."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", _("Uploaded")
    STAGED = "staged", _("Read")
    MAPPED = "mapped", _("Columns matched")
    PREVIEWING = "previewing", _("Being previewed")
    PREVIEWED = "previewed", _("Previewed")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    DONE = "done", pgettext_lazy("an import", "Done")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", pgettext_lazy("an import", "Failed")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")

    @property
    def is_busy(self) -> bool:
        """Whether a job works on it."""
        return self in {State.PREVIEWING, State.RUNNING, State.UNDOING}

    @property
    def has_run(self) -> bool:
        """Whether it ever handed rows to the road, so that it keeps its report and is never mapped anew."""
        return self in {State.RUNNING, State.PAUSED, State.DONE, State.CANCELLED, State.UNDOING, State.UNDONE}


class Outcome(models.TextChoices):
    """What became of a row, or would; each row has one."""

    CREATED = "created", pgettext_lazy("rows of a file", "New")
    UPDATED = "updated", pgettext_lazy("rows of a file", "Updated")
    UNCHANGED = "unchanged", pgettext_lazy("rows of a file", "Unchanged")
    MERGED = "merged", pgettext_lazy("rows of a file", "Joined")
    REJECTED = "rejected", pgettext_lazy("rows of a file", "Left out")


class Origin(models.TextChoices):
    """Where a list comes from."""

    CUSTOMERS = "customers", _("Our own customers: orders, accounts, members")
    SIGN_UPS = "sign_ups", _("People signed up for it: a form, a page, a list in the shop")
    EVENT = "event", _("An event or fair")
    SYSTEM = "system", _("Another system of ours")
    PARTNER = "partner", _("A partner gave it to us")
    BOUGHT = "bought", _("It was bought or rented")


class Problem(models.TextChoices):
    """What keeps a value, or a row, from being taken as it is; problems are grouped by the repair they need."""

    CHOICE = "choice", _("Not one of the choices")
    DATE = "date", _("Not a date")
    NUMBER = "number", _("Not a number")
    EMAIL = "email", _("Not an e-mail address")
    PHONE = "phone", _("Not a phone number")
    VALUE = "value", _("Cannot be read")
    MISSING = "missing", _("Something needed is missing")
    DOUBTFUL = "doubtful", _("Taken, but looks wrong")
