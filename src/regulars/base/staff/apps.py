"""Registers the staff app."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "regulars.base.staff"
    label = "staff"
