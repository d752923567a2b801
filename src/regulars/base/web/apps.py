"""Registers the app of the frame that pages hang in."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "regulars.base.web"
    label = "web"
