"""Primary keys that are 64-bit numbers."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class RowKey(models.BigIntegerField):  # type: ignore[type-arg] # generic in the stubs alone
    """A number that we count ourselves. On SQLite the row lies where it says, with no index between.

    Any other type than the very word `integer` would make a second tree, to be searched and written with the first.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)
