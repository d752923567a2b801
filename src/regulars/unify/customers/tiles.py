"""What the home page says about customers and about visitors who are only anonymous."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.web import shell
from regulars.base.web.counts import Remembered
from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import PERSON

from .queries.totals import total


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


def customers_figure() -> shell.Figure:
    return shell.Figure(_("Customers"), customers(), page="customers:list")


def visitors_figure() -> shell.Figure:
    return shell.Figure(_("Anonymous visitors"), visitors())


def knows_somebody() -> bool:
    """Whether there is a customer."""
    return customers() > 0


def add_own_tiles() -> None:
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
    shell.figure("customers", permission="customers.see", order=110, load=customers_figure)
    shell.figure("visitors", permission="customers.see", order=120, load=visitors_figure)
