"""Registers imports: the count of what the road files of them, what they hold of people, their health and pages."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "regulars.collect.files"
    label = "files"

    def ready(self) -> None:
        from regulars.unify.facts import registries  # noqa: PLC0415  models are ready only now

        from . import checks, holder, offers  # noqa: PLC0415
        from .running import tally  # noqa: PLC0415

        registries.watches.append(tally.watch)
        registries.personal.append(holder.HOLDER)
        checks.add_own_checks()
        offers.add_own()
