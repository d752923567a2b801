from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "regulars.collect.sources"
    label = "sources"
