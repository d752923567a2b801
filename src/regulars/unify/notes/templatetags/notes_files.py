"""How files are shown in lists."""

from django import template

from regulars.unify.notes.models import CustomerFile

register = template.Library()


@register.filter
def ending(file: CustomerFile) -> str:
    """`{{ file|ending }}`: PDF, DOCX, MP3."""
    return file.name.rpartition(".")[2].upper()[:5]
