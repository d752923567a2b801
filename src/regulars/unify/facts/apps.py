from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "regulars.unify.facts"
    label = "facts"

    def ready(self) -> None:
        from . import checks, tiles  # noqa: PLC0415  models are ready only now

        checks.add_own_checks()
        tiles.add_own_tiles()
