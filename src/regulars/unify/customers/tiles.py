"""What the home page says about customers and about visitors who are only anonymous."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.fields.masks import EVERYTHING
from regulars.base.web import shell
from regulars.base.web.access import signed_in
from regulars.base.web.counts import Remembered
from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import PERSON

from .queries.totals import total, total_seen

RULE = {"trait": "last_name", "is": "one_of", "value": ["A", "B"]}
"""Asked when the web process has its first visitor."""


def count_visitors() -> int:
    """Roots that no golden record speaks of: every identifier but those that are joined to another, and the golden."""
    return max(
        0,
        one("""
        SELECT (SELECT count(*) FROM identifier) - (SELECT count(*) FROM redirect WHERE root < key)
               - (SELECT count(*) FROM golden)
    """),
    )


def one(statement: str) -> int:
    return int(sql.run(statement)[0][0])


customers = total(PERSON)
visitors = Remembered(count_visitors)


def customers_seen(request: Any) -> int:
    """How many customers this reader may see."""
    return total_seen(PERSON, signed_in(request).sight)


def customers_figure(request: Any) -> dict[str, Any]:
    return {"figure": shell.Figure(_("Customers"), customers_seen(request), page="customers:list")}


def visitors_figure() -> shell.Figure:
    return shell.Figure(_("Anonymous visitors"), visitors())


def knows_somebody() -> bool:
    """Whether there is a customer."""
    return customers() > 0


def rehearsed() -> Iterator[str]:
    """The search, and the page of the newest customer."""
    yield f"{reverse('customers:list')}?q=a"
    yield f"{reverse('customers:suggest')}?q=a"
    for (root,) in sql.run("SELECT root FROM golden WHERE kind = %s ORDER BY root DESC LIMIT 1", PERSON):
        yield reverse("customers:customer", args=[root])


def ask_lake() -> None:
    """A list in another order than that of the database, and by a rule; only then are its engines loaded."""
    from regulars.base.rules import parse, vocabulary  # noqa: PLC0415

    from .queries import listing  # noqa: PLC0415

    listing.customers_page(sight=EVERYTHING, sort="name", limit=1)
    listing.count(parse(RULE, vocabulary()), sight=EVERYTHING)


def add_own_tiles() -> None:
    shell.rehearsed.append(rehearsed)
    shell.questions.append(ask_lake)
    shell.tiles.append(
        shell.Tile(
            "moving", "customers/_moving_tile.html", lambda _request: {}, "customers.see", 200, wide=True, still=True
        )
    )
    shell.steps.append(
        shell.Step(
            "customer",
            gettext_lazy("Add your first customer"),
            gettext_lazy("Yourself, for instance. You see what a page about a customer shows."),
            "customers:add",
            "customers.edit",
            30,
            knows_somebody,
        )
    )
    shell.tiles.append(shell.Tile("customers", "web/_figure.html", customers_figure, "customers.see", 110))
    shell.figure("visitors", permission="customers.see", order=120, load=visitors_figure, of_all=True)
