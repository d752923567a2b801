"""Registers the audit app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "regulars.base.audit"
    label = "audit"

    def ready(self) -> None:
        from regulars.base.web import trail  # noqa: PLC0415  models are ready only now

        from . import plugs  # noqa: PLC0415
        from .services import record  # noqa: PLC0415

        trail.writers.append(record)
        autodiscover_modules("acts")
        plugs.add_own()
