"""Registers imports: what they hold of people, and how they are doing."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "regulars.collect.files"
    label = "files"
