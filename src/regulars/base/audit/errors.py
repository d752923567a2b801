"""The audit trail's error tree."""

from django.utils.translation import gettext_lazy as _


class AuditError(Exception):
    """Base of all audit errors."""


class ActorInvalid(AuditError):
    """An actor that is neither "owner", "system", "matching", "user:N", "source:N" nor "key:N"."""


class ActUnknown(AuditError):
    """An action that no app has told the words of, see `trail.add_acts`."""


class NotSettled(AuditError):
    """Somebody's transaction stands open that wrote to the trail, so that nothing can be sealed yet."""

    def __str__(self) -> str:
        return str(_("The audit trail cannot be sealed: a transaction that wrote to it is still open. Try again."))


class TrailBroken(AuditError):
    """Blocks that are to be trimmed are not as they were sealed, so they stay as evidence."""

    def __str__(self) -> str:
        return str(
            _("Nothing was trimmed: the audit trail was tampered with. Run `regulars audit verify` to see where.")
        )


class CheckpointInvalid(AuditError):
    """A file that is no checkpoint, or not one that this database signed."""

    def __str__(self) -> str:
        return str(_("This is no checkpoint that was signed with the key of this data folder."))


class NothingSealed(AuditError):
    """There is no block yet that a checkpoint could name."""

    def __str__(self) -> str:
        return str(_("Nothing is sealed yet, so there is nothing to keep elsewhere."))
