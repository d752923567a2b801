"""Registers the sources app: its gate and follower on the road, what it holds of people, its line in the menu."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "regulars.collect.sources"
    label = "sources"

    def ready(self) -> None:
        from regulars.base.web import shell  # noqa: PLC0415  apps are ready only now
        from regulars.unify.facts import registries  # noqa: PLC0415

        from . import follower, gate, holder, starting, tiles  # noqa: PLC0415

        # Before what privacy takes away, which reading a fact again would bring back.
        registries.gates.insert(0, gate.gate)
        registries.followers.append(follower.SourceFollower)
        registries.personal.append(holder.HOLDER)
        tiles.add_own_tiles()
        starting.add_own_steps()
        care = _("Care")
        shell.menu.append(shell.MenuEntry(care, _("Sources"), url="sources:list", permission="sources.see", order=330))
