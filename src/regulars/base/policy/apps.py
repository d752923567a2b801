"""Registers the policy app."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "regulars.base.policy"
    label = "policy"
