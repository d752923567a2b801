from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "regulars.unify.identity"
    label = "identity"
