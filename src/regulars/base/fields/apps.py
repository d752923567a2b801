"""The Django app of purposes and the data dictionary."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldsConfig(AppConfig):
    """Built-in purposes and fields are plain Python, so this app has no tables."""

    name = "regulars.base.fields"
    label = "fields"
    verbose_name = _("Data dictionary")
