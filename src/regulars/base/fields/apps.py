"""The Django app of purposes and the data dictionary."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldsConfig(AppConfig):
    name = "regulars.base.fields"
    label = "fields"
    verbose_name = _("Data dictionary")
