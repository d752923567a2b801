"""The filter bar: conditions as chips that can be changed, the form of one condition, and who looks after customers."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from django.contrib import messages
from django.forms import TextInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.base.fields import display
from regulars.base.fields.enums import Category
from regulars.base.fields.forms import DateInput
from regulars.base.fields.queries import fields, find_field
from regulars.base.rules import RuleInvalid, parse, vocabulary
from regulars.base.staff.queries import users
from regulars.base.web.access import signed_in
from regulars.unify.customers import filters, tags
from regulars.unify.customers.errors import FieldMasked
from regulars.unify.customers.queries.listing import check_seen

from .asking import ME, NOBODY, Asked

if TYPE_CHECKING:
    from regulars.base.staff.models import User

OWNER = "owner"
MOST_COLLEAGUES = 200
ANY = "-"
"""Stands for a field in an address that all fields have but for their name."""
USUAL_SPAN = "30"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def bar(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """What the filter bar draws."""
    user = signed_in(request)
    return {
        "chips": [chip(asked, one) for one in filters.chips(asked.rule)],
        "owner_chip": owner_words(asked, user),
        "change_owner": asked.address(add=OWNER),
        "without_owner": asked.address(owner=""),
        "new_chip": new_words(asked),
        "without_new": asked.address(new=""),
        "groups": field_groups(asked, user),
        "adding": adding(request, asked),
        "choosing_owner": owners(request, asked),
    }


def chip(asked: Asked, one: filters.Chip) -> dict[str, Any]:
    """One part of the rule, with where it is changed, added to and taken away."""
    return {
        "pieces": [
            {
                "text": piece.text,
                "change": asked.address(add=trait_at(asked, piece.place), place=piece.place) if piece.place else "",
                "without": asked.address(rule=piece.without),
            }
            for piece in one.pieces
        ],
    }


def trait_at(asked: Asked, place: str) -> str:
    """The field that a condition is about."""
    found = filters.condition_at(asked.tree, place)
    return str(found["trait"]) if found else ""


def owner_words(asked: Asked, user: "User") -> str:
    """Who is meant to look after the customers shown, in words."""
    if not asked.owner:
        return ""
    if asked.owner == NOBODY:
        return _("Nobody looks after them")
    if asked.owner in (ME, str(user.pk)):
        return _("I look after them")
    name = next((str(one) for one in users().filter(pk=int(asked.owner))), asked.owner)
    return _("{name} looks after them").format(name=name)


def new_words(asked: Asked) -> str:
    """Within how many days they were first heard of, in words."""
    words = {
        1: _("First heard of today"),
        7: _("First heard of within 7 days"),
        30: _("First heard of within 30 days"),
        90: _("First heard of within 90 days"),
    }
    return words.get(asked.new, "")


def field_groups(asked: Asked, user: "User", place: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """The fields that this reader may filter by, under their category; what is no field comes first."""
    own = [(pgettext("who looks after a customer", "Owner"), asked.address(add=OWNER))] + [
        (words, asked.address(new=days))
        for days, words in (("7", _("First heard of within 7 days")), ("30", _("First heard of within 30 days")))
    ]
    groups: dict[str, list[tuple[str, str]]] = {} if place else {_("Known here"): own}
    mask, address = user.sight.mask, asked.address(add=ANY, place=place)
    for field in fields():
        if mask.sees(field.name):
            line = (str(field.label), address.replace(f"add={ANY}", f"add={quote_plus(field.name)}"))
            groups.setdefault(str(Category(field.category).label), []).append(line)
    return list(groups.items())


def adding(request: HttpRequest, asked: Asked) -> dict[str, Any] | None:
    """The form of a condition that is added or changed, or the fields to choose from beside another condition."""
    name, place = request.GET.get("add", ""), request.GET.get("place", "")
    user = signed_in(request)
    if not name and place.endswith("+"):
        return {"form": None, "groups": field_groups(asked, user, place), "cancel": asked.address()}
    form = filters.adding(name, request.GET.get("how", ""), filters.condition_at(asked.tree, place)) if name else None
    if form is None:
        return None
    ways = [
        (words, asked.address(add=name, how=code, place=place), code == form.operator) for code, words in form.operators
    ]
    suggested = tags.known_tags() if name == tags.TRAIT else ()
    more = asked.address(place=f"{place.partition('.')[0]}+") if place and not place.endswith("+") else ""
    return {
        "form": form,
        "ways": ways,
        "place": place,
        "more": more,
        "cancel": asked.address(),
        "suggested": suggested,
        "inputs": inputs(form, with_list=bool(suggested)),
    }


def check_adding(request: HttpRequest) -> None:
    """Raises FieldMasked where the form would be about a field that is not seen whole."""
    name = request.GET.get("add", "")
    if find_field(name):
        check_seen([name], signed_in(request).sight.mask)


def inputs(form: filters.Adding, *, with_list: bool) -> list[str]:
    """The controls for the values of a condition, filled with those that stand."""
    given = [form.text] if form.takes == "many" else [form.first or usual(form), form.second]
    return [control(form, value, place, with_list=with_list) for place, value in enumerate(given)]


def usual(form: filters.Adding) -> str:
    """How many units one mostly means."""
    return USUAL_SPAN if form.takes == "span" else ""


def control(form: filters.Adding, value: str, place: int, *, with_list: bool) -> str:
    """One line: of a day with a calendar beside it, of a number in any digits."""
    attributes: dict[str, Any] = {"id": f"value-{place + 1}" if place else "value", "autofocus": place == 0}
    if form.input == "date":
        day = dt.date.fromisoformat(value) if DAY.fullmatch(value) else value
        return str(DateInput().render("value", day, attributes))
    number = {"inputmode": "numeric", "dir": "ltr"}
    attributes |= number if form.input == "number" else {"dir": "auto"}
    if with_list:
        attributes["list"] = "known-values"
    written = display.in_digits(value) if form.input == "number" else value
    return str(TextInput().render("value", written, attributes | {"autocomplete": "off"}))


def owners(request: HttpRequest, asked: Asked) -> list[tuple[str, str]] | None:
    """Whose customers can be asked for, while one chooses."""
    if request.GET.get("add") != OWNER:
        return None
    colleagues = users().filter(is_active=True).exclude(pk=signed_in(request).pk)[:MOST_COLLEAGUES]
    return [
        (_("Me"), asked.address(owner=ME)),
        (_("Nobody"), asked.address(owner=NOBODY)),
        *((str(one), asked.address(owner=one.pk)) for one in colleagues),
    ]


def add_condition(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The list with the condition of a form, or the form again with what is wrong."""
    given = request.GET
    name, code, place = given.get("trait", ""), given.get("is", ""), given.get("place", "")
    condition = filters.condition(name, code, given.getlist("value"), given.get("unit", ""))
    here = reverse("customers:list")
    try:
        check_seen([name], signed_in(request).sight.mask)
        rule = parse(filters.with_condition(asked.tree, condition, place), vocabulary())
    except (RuleInvalid, FieldMasked) as wrong:
        messages.error(request, str(wrong))
        again = {} if isinstance(wrong, FieldMasked) else {"add": name, "how": code, "place": place}
        return redirect(here + asked.address(**again))
    return redirect(here + asked.address(rule=filters.as_text(rule.tree)))
