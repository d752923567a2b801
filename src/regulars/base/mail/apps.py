"""Registers the mail app's look at whether mails get through."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "regulars.base.mail"
    label = "mail"

    def ready(self) -> None:
        from regulars.base.jobs.checks import add_check  # noqa: PLC0415  apps are ready only now

        from .checks import check_mail  # noqa: PLC0415

        add_check(170, check_mail)
