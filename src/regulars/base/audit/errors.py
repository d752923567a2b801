"""The audit trail's error tree."""


class AuditError(Exception):
    """Base of all audit errors."""


class ActorInvalid(AuditError):
    """An actor that is neither "owner", "system", "user:N", "source:N" nor "key:N"."""
