from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "regulars.protect.privacy"
    label = "privacy"

    def ready(self) -> None:
        from regulars.unify.facts import registries  # noqa: PLC0415  models are ready only now

        from . import holder, suppression  # noqa: PLC0415

        registries.gates.append(suppression.gate)
        registries.personal.append(holder.HOLDER)
