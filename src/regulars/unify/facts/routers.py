"""Which tables live in the inbox's own file."""

from typing import Any

from django.db import connections

INBOX_MODELS = {"inboxrow", "rejected"}


class InboxRouter:
    """On SQLite the inbox and what the doors refused are a file of their own; on PostgreSQL all is one database."""

    def db_for_read(self, model: type, **hints: Any) -> str | None:
        meta = model._meta  # type: ignore[attr-defined]
        return "inbox" if meta.app_label == "facts" and meta.model_name in INBOX_MODELS else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        inbox_model = app_label == "facts" and model_name in INBOX_MODELS
        if connections["default"].vendor == "postgresql":
            return db == "default"
        return (db == "inbox") == inbox_model
