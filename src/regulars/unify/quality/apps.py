"""Registers the quality app."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "regulars.unify.quality"
    label = "quality"

    def ready(self) -> None:
        from regulars.unify.facts import registries  # noqa: PLC0415  models are ready only now

        from . import erasing, plugs  # noqa: PLC0415
        from .cleaning import gate as cleaning_gate  # noqa: PLC0415

        registries.personal.append(erasing.HOLDER)
        registries.gates.append(cleaning_gate.gate)
        plugs.add_own()
