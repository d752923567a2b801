"""What getting started asks for: a source that tells of each customer, for the goals that need it."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web import shell
from regulars.base.web.shell import Step
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.queries import sources

VISITED = frozenset({"sell-again", "newsletter", "understand"})
SOLD = frozenset({"sell-again", "loyalty", "deliver", "companies", "understand"})


def has(*kinds: SourceKind) -> bool:
    """Whether there is an enabled source of one of these kinds."""
    return sources().filter(is_enabled=True, kind__in=kinds).exists()


def hears_visits() -> bool:
    """Whether a website or a form is connected."""
    return has(SourceKind.BROWSER, SourceKind.FORM)


def hears_sales() -> bool:
    """Whether a shop, a till or a program of one's own is connected."""
    return has(SourceKind.SHOP, SourceKind.TILL, SourceKind.SERVER)


def add_own_steps() -> None:
    """Register them."""
    website, about_it = _("Connect your website"), _("A few lines in its pages tell who looks at what.")
    till, about_till = _("Connect your till or web shop"), _("Orders arrive as they are made.")
    shell.steps.append(Step("website", website, about_it, "sources:create", "sources.edit", 40, hears_visits, VISITED))
    shell.steps.append(Step("till", till, about_till, "sources:create", "sources.edit", 50, hears_sales, SOLD))
