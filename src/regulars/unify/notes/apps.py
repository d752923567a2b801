"""Registers the notes app."""

from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "regulars.unify.notes"
    label = "notes"

    def ready(self) -> None:
        from regulars.unify.facts import registries  # noqa: PLC0415  models are ready only now

        from . import erasing, plugs  # noqa: PLC0415

        registries.personal.append(erasing.HOLDER)
        plugs.add_own()
