from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "regulars.unify.facts"
    label = "facts"
