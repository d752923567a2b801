"""How pages about customers write what their sheets hold."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def called(actor: str, actors: Mapping[str, str] | None) -> str:
    """`{{ actor|called:actors }}`: what people call whoever acted; “a colleague” where that is not known."""
    return (actors or {}).get(actor) or _("a colleague")
