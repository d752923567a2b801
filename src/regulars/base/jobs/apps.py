"""Registers the jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "regulars.base.jobs"
    label = "jobs"
