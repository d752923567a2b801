"""Registers the rest app."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "regulars.rest"
    label = "rest"
