"""The components that pages are made of, as template tags. /styleguide/ shows each of them alive, from its examples.

A tag with a body is closed by its name with `end` before it. What a tag is given as text is escaped; words that a
reader sees are handed over translated: `{% heading _("Sources") %}`.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from regulars.base.web.charts import Chart, specification, theme, written
from regulars.base.web.icons import Icon, drawn

register = template.Library()


def draw(name: str, /, **given: Any) -> SafeString:
    """The component's own template, `web/parts/<name>.html`."""
    return render_to_string(f"web/parts/{name}.html", given)


def own_id() -> str:
    """An id that no other element of any page has: parts are put into pages that stand already."""
    return f"part-{uuid4().hex[:8]}"


@register.simple_block_tag
def heading(content: str, title: str, about: str = "") -> SafeString:
    """The head of a page: `title`, a sentence `about` it, and the body as what one can do here (buttons)."""
    return draw("heading", title=title, about=about, content=content)


@register.simple_block_tag
def sheet(content: str, title: str = "", id: str = "", url: str = "", more: str = "") -> SafeString:  # noqa: A002
    """A part of a page under a `title`; `more` is a link in its head to `url`. The body is paragraphs, a list, a form
    or a table."""
    return draw("sheet", title=title, id=id or own_id(), url=url, more=more, content=content)


@register.simple_block_tag
def note(content: str, tone: str = "", is_alert: bool = False) -> SafeString:
    """A sentence that one should not miss; `tone` is "good", "warn" or "bad". With `is_alert` it is read out at
    once."""
    role = SafeString(' role="alert"') if is_alert else ""
    return format_html('<div class="note {}"{}>{}</div>', tone, role, content)


@register.simple_block_tag
def nothing(content: str, title: str = "", words: str = "") -> SafeString:
    """What stands where nothing is yet: a `title`, `words` that say what to do, and the body as a way to do it."""
    return draw("nothing", title=title, words=words, content=content)


@register.simple_tag
def loading(words: str, lines: int = 0) -> SafeString:
    """What stands until a part arrives: `words`, or so many grey `lines` that say them to screen readers alone."""
    return draw("loading", words=words, lines=range(lines))


@register.simple_tag
def badge(words: str, tone: str = "") -> SafeString:
    """A word or two about a thing: `tone` is "good", "warn" or "bad"; the words alone carry the meaning."""
    return format_html('<span class="tag {}">{}</span>', tone, words)


@register.simple_tag
def state(words: str, tone: str = "good") -> SafeString:
    """A dot and the state in words; `tone` is "good", "warn", "bad" or "off", each with a shape of its own."""
    return format_html('<span class="state"><span class="dot {}"></span>{}</span>', tone, words)


@register.simple_tag
def avatar(name: str | None, size: str = "") -> SafeString:
    """The first letter of a name in a circle; `size` is "small" or "large". Decoration: stands beside the name."""
    letter = next((character for character in name or "" if character.isalnum()), "·")
    kinds = f"face {size}".strip()
    return format_html('<span class="{}" aria-hidden="true" dir="auto">{}</span>', kinds, letter.upper())


@register.simple_tag
def icon(name: Icon) -> SafeString:
    """A drawing of our own, always beside words: the names are in `icons.py`."""
    return drawn(name)


@register.simple_block_tag
def stats(content: str) -> SafeString:
    """A row of figures; the body is `{% stat %}` after `{% stat %}`."""
    return format_html('<dl class="figures">{}</dl>', content)


@register.simple_tag
def stat(label: str, value: str, note: str = "", url: str = "", tone: str = "") -> SafeString:
    """One figure in `{% stats %}`: `value` as it is written (`{% number n as value %}`), a `note` beside it, a page
    that tells more, and "warn" or "bad" as `tone`."""
    return draw("stat", label=label, value=value, note=note, url=url, tone=tone)


@register.simple_tag
def progress(label: str, done: float | None = None, total: float | None = None, words: str = "") -> SafeString:
    """How far long work has come: `done` of `total`, and `words` beside the bar; without a total it only moves."""
    return draw("progress", label=label, done=done or 0, total=total, words=words)


@register.simple_block_tag
def timeline(content: str, label: str = "") -> SafeString:
    """What happened, newest first; the body is `{% timeline_day %}` and `{% event %}`."""
    return format_html('<ol class="time" aria-label="{}">{}</ol>', label, content)


@register.simple_tag
def timeline_day(heading: str) -> SafeString:
    """A day in `{% timeline %}`."""
    return format_html('<li class="day"><span></span><span></span><span>{}</span></li>', heading)


@register.simple_block_tag
def event(content: str, at: str, tone: str = "") -> SafeString:
    """One entry of `{% timeline %}`: `at` as it is written (`{% moment µs "time" as at %}`); `tone` is "money", "ask"
    or "wrong". The body is the sentence; what is less important stands in a <span>."""
    when = at if "<time" in at else format_html('<span class="at">{}</span>', at)
    return format_html('<li class="{}">{}<i></i><p>{}</p></li>', tone, when, content)


@register.simple_tag
def tabs(pages: Iterable[tuple[str, str, bool]], label: str) -> SafeString:
    """Pages beside each other: (words, address, whether it is this one); `label` says to screen readers what of."""
    return draw("tabs", pages=pages, label=label)


@register.simple_block_tag
def filters(content: str, label: str = "") -> SafeString:
    """A bar over a list; the body is a search field, chips and menus, and a `.count` at its end."""
    named = format_html(' role="group" aria-label="{}"', label) if label else ""
    return format_html('<div class="filters"{}>{}</div>', named, content)


@register.simple_tag
def chip(words: str, url: str = "", remove: str = "", is_current: bool = False) -> SafeString:
    """A filter: one that can be chosen leads to `url`; one that stands can be taken away at `remove`."""
    return draw("chip", words=words, url=url, remove=remove, is_current=is_current)


@register.simple_block_tag
def dropdown(content: str, label: str, tone: str = "chip") -> SafeString:
    """What opens below its `label`: a list of links, or a small form. `tone` is "chip", "chip add" or "button"."""
    return draw("dropdown", label=label, tone=tone, content=content)


@register.simple_block_tag
def modal(content: str, id: str, title: str) -> SafeString:  # noqa: A002
    """A question over the page, opened by `<button type="button" data-opens="id">`. Without JavaScript nothing opens
    it: the same must have a page, to which a link with `data-opens` leads."""
    return draw("dialog", id=id, title=title, content=content, kind="modal")


@register.simple_block_tag
def drawer(content: str, id: str, title: str) -> SafeString:  # noqa: A002
    """Like `{% modal %}`, from the end of the page, for more than a question."""
    return draw("dialog", id=id, title=title, content=content, kind="drawer")


@register.simple_tag
def toast(words: str, tone: str = "") -> SafeString:
    """A sentence that leaves by itself; an answer to htmx brings it with `hx-swap-oob="beforeend:#toasts"` around."""
    return format_html('<p class="toast {}">{}</p>', tone, words)


@register.simple_block_tag
def hint(content: str, shown: str, label: str = "") -> SafeString:
    """More about what is `shown`, such as where a value comes from: opens on hover, focus and tap. `label` is read
    out before it."""
    return draw("hint", shown=shown, label=label, id=own_id(), content=content)


@register.simple_tag
def field(field: BoundField) -> SafeString:
    """A form's field with its label, help and errors, wired together for screen readers."""
    return render_to_string("web/_field.html", {"field": field})


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """All visible fields of a form, and what is wrong with it as a whole."""
    return render_to_string("web/_fields.html", {"form": form})


@register.simple_block_tag
def table(content: str, label: str) -> SafeString:
    """A table called `label`, whose head stays in sight; the body is <thead> and <tbody>. A cell of numbers has the
    class `num`, one of sentences `wrap`. On a narrow page it moves sideways. j, k, Enter and x work in it."""
    return draw("table", label=label, content=content)


@register.simple_tag(takes_context=True)
def head(
    context: Context, label: str, name: str = "", url: str = "", order: str = "", is_number: bool = False
) -> SafeString:
    """The head of a column. With a `name` it sorts by `?sort=name`, then by `?sort=-name`; a list that names its
    orders otherwise gives the `url` it leads to, and its `order` now: "ascending" or "descending"."""
    request: HttpRequest | None = context.get("request")
    if name and request is not None:
        url, order = order_after(request, name)
    return draw("head", label=label, url=url, order=order, is_number=is_number)


def order_after(request: HttpRequest, name: str) -> tuple[str, str]:
    """Where a click on a column leads, and how the list is sorted by it now."""
    now = request.GET.get("sort", "")
    query = request.GET.copy()
    for gone in ("cursor", "after", "before"):
        query.pop(gone, None)
    query["sort"] = f"-{name}" if now == name else name
    return f"?{query.urlencode()}", {name: "ascending", f"-{name}": "descending"}.get(now, "")


@register.simple_tag
def pick_all(label: str) -> SafeString:
    """The head of the column of boxes: ticks all rows."""
    return format_html('<th class="pick"><input type="checkbox" data-bulk-all aria-label="{}"></th>', label)


@register.simple_tag
def pick(value: object, label: str, name: str = "key") -> SafeString:
    """The box of one row, inside a `<form data-bulk>`: sends `value` as `name`; `label` says which row."""
    box = '<td class="pick"><input type="checkbox" name="{}" value="{}" aria-label="{}"></td>'
    return format_html(box, name, value, label)


@register.simple_block_tag
def bulk(content: str, label: str) -> SafeString:
    """What can be done with the rows that are ticked; stands below the page while any is. The body is buttons."""
    return draw("bulk", label=label, content=content)


@register.simple_tag(takes_context=True)
def column_choice(
    context: Context, choices: Sequence[tuple[str, str, bool]], label: str, name: str = "columns"
) -> SafeString:
    """Which columns a table shows: (code, words, whether it is shown); sends them as repeated `?columns=`."""
    request: HttpRequest | None = context.get("request")
    kept = [] if request is None else [(key, one) for key, many in request.GET.lists() if key != name for one in many]
    return draw("column_choice", choices=choices, label=label, name=name, kept=kept)


@register.simple_tag
def pager(label: str, newer: str = "", older: str = "", back: str = "", further: str = "") -> SafeString:
    """The ways to the page before and after, by cursor: `newer` and `older` are addresses, or empty where there is
    none; `back` and `further` are other words for them."""
    return draw("pager", label=label, newer=newer, older=older, back=back, further=further)


@register.simple_tag
def chart(chart: Chart) -> SafeString:
    """A `charts.Chart`: drawn by the browser, with a table of the same figures; the page that shows one links
    `web/charts.css`. In an e-mail or an export: `charts.svg(chart)`, `charts.png(chart)`."""
    spec = specification(chart)
    drawn = {"spec": spec, "light": theme("light"), "dark": theme("dark")}
    is_high = spec["height"] != "container"
    return draw(
        "chart", chart=chart, id=own_id(), is_high=is_high, **{name: written(one) for name, one in drawn.items()}
    )


@register.simple_tag
def copyable(text: str, label: str, id: str = "") -> SafeString:  # noqa: A002
    """Text that is meant to be copied, with a button that does it; `label` says what it is."""
    return draw("copyable", text=text, label=label, id=id or own_id())


@register.simple_tag
def facts(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """Pairs of a word and a value, one below the other."""
    rows = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", pairs)
    return format_html('<dl class="pairs">{}</dl>', rows)
