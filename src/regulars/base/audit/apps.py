"""Registers the audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "regulars.base.audit"
    label = "audit"
