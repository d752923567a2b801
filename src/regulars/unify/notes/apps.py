"""Registers the notes app."""

from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "regulars.unify.notes"
    label = "notes"
