from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "regulars.protect.privacy"
    label = "privacy"
