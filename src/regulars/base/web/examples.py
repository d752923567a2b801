"""The examples of the living page: one template for each component, `styleguide/<tag>.html`, in all its states.

They are written for developers, in English, and so are not translated.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

from django import forms
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.base.web.charts import Chart
from regulars.base.web.templatetags import parts

GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Pages"), ("heading", "sheet", "tabs", "note", "nothing", "loading", "facts")),
    (_("Words and signs"), ("badge", "state", "avatar", "icon", "hint", "copyable")),
    (_("Figures"), ("stats", "stat", "progress", "chart")),
    (
        _("Lists"),
        ("filters", "chip", "dropdown", "table", "head", "pick_all", "pick", "bulk", "pager", "column_choice"),
    ),
    (_("What happened"), ("timeline", "timeline_day", "event", "toast")),
    (_("Forms"), ("fields", "field")),
    (_("Dialogs"), ("modal", "drawer")),
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep")
KINDS = (("New customers", 1), ("Regulars", 3))
COLOURS = "paper sheet sunk line edge ink ink-2 ink-3 accent accent-wash warn warn-wash bad bad-wash".split()


@dataclass(frozen=True)
class Example:
    """A component: how it is called, what its docstring says, the template that shows it, and that template's text."""

    name: str
    about: str
    template: str
    source: str


def examples() -> Iterator[tuple[str | Promise, list[Example]]]:
    """Every component by its group. Raises TemplateDoesNotExist for one without an example."""
    for label, names in GROUPS:
        yield label, [example(name) for name in names]


def example(name: str) -> Example:
    template = f"styleguide/{name}.html"
    found: Any = get_template(template)
    source: str = found.template.source
    return Example(name, about(name), template, source.partition("\n")[2].strip())


def about(name: str) -> str:
    """What a component's docstring says. Django hides a block tag's function behind its compiler."""
    return cleandoc(getattr(parts, name).__doc__ or "")


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(help_text="As it stands on the receipt.")
    email = forms.EmailField(label="E-mail address")
    city = forms.ChoiceField(choices=[("bkk", "Bangkok"), ("thr", "تهران")], required=False)
    ways = forms.MultipleChoiceField(
        label="May we write?",
        choices=[("line", "LINE"), ("mail", "E-mail"), ("sms", "SMS")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Ask first.",
        required=False,
    )
    is_regular = forms.BooleanField(label="Comes every week", required=False)
    since = forms.CharField(
        widget=forms.TextInput(attrs={"data-date": True, "data-calendar": "gregorian", "dir": "ltr"}),
        required=False,
    )
    remarks = forms.CharField(widget=forms.Textarea, required=False)


def sample_charts() -> dict[str, Chart]:
    """Bars, and lines through time in two colours."""
    import altair  # noqa: PLC0415  takes half a second, which only this page pays

    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    orders = [12, 18, 9, 22, 31, 48, 27]
    bars = altair.Chart(
        altair.InlineData(values=[{"day": day, "orders": n} for day, n in zip(days, orders, strict=True)])
    )
    bars = bars.mark_bar().encode(
        x=altair.X("day:O", sort=None, title=None), y=altair.Y("orders:Q", title=None), tooltip=["day:O", "orders:Q"]
    )
    months = [(month, kind, 900 + 140 * at * share) for at, month in enumerate(MONTHS) for kind, share in KINDS]
    lines = altair.Chart(altair.InlineData(values=[{"month": at, "kind": kind, "spent": n} for at, kind, n in months]))
    lines = lines.mark_line().encode(
        x=altair.X("month:O", sort=None, title=None), y=altair.Y("spent:Q", title=None), color="kind:N"
    )
    return {
        "bars": Chart(
            "Orders by weekday", bars, ["Day", "Orders"], [(d, str(n)) for d, n in zip(days, orders, strict=True)]
        ),
        "lines": Chart(
            "Spent", lines, ["Month", "Kind", "Spent"], [(at, kind, f"{n:,}") for at, kind, n in months], "In baht."
        ),
    }


def samples() -> dict[str, Any]:
    """What the examples show."""
    return {
        **sample_charts(),
        "form": SampleForm(initial={"name": "张春梅", "city": "bkk", "ways": ["line"]}, prefix="sample"),
        "wrong": SampleForm({"wrong-name": "", "wrong-email": "chunmei@", "wrong-ways": ["fax"]}, prefix="wrong"),
        "pages": [("Everyone", "?", True), ("Regulars", "?kind=regulars", False), ("No consent yet", "?none", False)],
        "columns": [("name", "Name", True), ("city", "City", True), ("spent", "Spent", False)],
        "people": [("1", "张春梅", "Bangkok", 48), ("2", "สมชาย ใจดี", "เชียงใหม่", 31), ("3", "زهرا احمدی", "تهران", 2)],
        "known": [("Card", "2901000002064"), ("Known since", "March 2023")],
    }
