"""What the frame of a page needs: its menu and the languages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from regulars.base.web import business
from regulars.base.web.shell import MenuEntry, Shortcut, menu_for, shortcuts_for

register = template.Library()


@dataclass(frozen=True)
class Line:
    """One line of the menu as it is drawn."""

    label: str
    url: str
    count: int | None
    is_current: bool


@register.simple_tag(takes_context=True)
def menu(context: Context) -> list[tuple[str, list[Line]]]:
    """`{% menu as sections %}`: sections with their lines, for whoever is signed in."""
    request: HttpRequest = context["request"]
    entries = menu_for(request)
    urls = [(entry, reverse(entry.url)) for entry in entries]
    home = reverse("web:home")
    inside = (url for _, url in urls if request.path == url or (url != home and request.path.startswith(url)))
    here = max(inside, key=len, default=None)
    lines = [(str(entry.section), draw(request, entry, url, url == here)) for entry, url in urls]
    return [(section, [line for _, line in group]) for section, group in groupby(lines, key=lambda pair: pair[0])]


def draw(request: HttpRequest, entry: MenuEntry, url: str, is_current: bool) -> Line:
    count = None if entry.count is None else entry.count(request)
    return Line(label=str(entry.label), url=url, count=count, is_current=is_current)


@register.simple_tag
def languages() -> Iterator[dict[str, Any]]:
    """`{% languages as known %}`: code, name in itself, and whether it is the current one."""
    current = get_language()
    return ({"code": code, "name": name, "is_current": code == current} for code, name in settings.LANGUAGES)


@register.simple_tag
def brand() -> str:
    """`{% brand %}`: what the business is called; the product's name until somebody has said."""
    return business.name() or "Regulars"


@register.simple_tag
def first_weekday() -> int:
    """`{% first_weekday %}`: the day that weeks begin with, 0 for Monday."""
    return business.first_weekday()


@register.simple_tag(takes_context=True)
def shortcuts(context: Context) -> list[Shortcut]:
    """`{% shortcuts as known %}`: those of whoever is signed in, with addresses for names of pages."""
    found = ((one, url_if_any(one.url)) for one in shortcuts_for(context["request"]))
    return [replace(one, url=url) for one, url in found if url or not one.url]


@register.simple_tag
def url_if_any(name: str) -> str:
    """`{% url_if_any "customers:suggest" as url %}`: the address of a page, or nothing where no app has it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
