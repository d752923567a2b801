from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "regulars.collect.sources"
    label = "sources"

    def ready(self) -> None:
        from regulars.unify.facts import registries  # noqa: PLC0415  models are ready only now

        from . import follower, gate, holder  # noqa: PLC0415

        # Before what privacy takes away, which reading a fact again would bring back.
        registries.gates.insert(0, gate.gate)
        registries.followers.append(follower.SourceFollower)
        registries.personal.append(holder.HOLDER)
