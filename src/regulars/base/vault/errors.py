"""The vault's error tree."""


class VaultError(Exception):
    """Base of all vault errors; messages hold no secrets."""


class VaultLocked(VaultError):
    """A key was asked for before `unlock`."""


class KeyFileInvalid(VaultError):
    """The key file cannot be read as a key."""


class KeyFileMissing(VaultError):
    """The folder holds a database but no key file; a new key would orphan every keyed hash."""


class SealBroken(VaultError):
    """A sealed value was changed, or is opened with another key, label or context."""
