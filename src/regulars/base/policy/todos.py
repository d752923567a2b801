"""What the home page asks of a colleague: to read the rules, to learn, and of the owner to publish rules."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.base.fields import display
from regulars.base.policy import queries
from regulars.base.policy.lessons import LESSONS
from regulars.base.web import shell

if TYPE_CHECKING:
    from regulars.base.staff.models import User


def rules_todo(user: "User") -> shell.Todo | None:
    """Asks whoever has not read the rules in force to do so."""
    if not queries.must_read(user):
        return None
    return shell.Todo(_("Read the rules for customer data, and say that you will keep to them."), "policy:rules")


def lessons_todo(user: "User") -> shell.Todo | None:
    """Asks whoever has lessons left to take them."""
    left = len(LESSONS) - len(queries.passed([user.pk]).get(user.pk, {}))
    if not left:
        return None
    words = ngettext(
        "A short lesson about customer data waits for you.",
        "%(n)s short lessons about customer data wait for you.",
        left,
    ) % {"n": display.number(left)}
    return shell.Todo(words, "policy:training", tone="off")


def colleagues_todo(user: "User") -> shell.Todo | None:
    """Tells who looks after colleagues how many have not read the rules."""
    if queries.to_read() is None or not user.has_perm("staff.see"):
        return None
    missing = sum(one.read_at is None for one in queries.standings() if one.user.pk != user.pk)
    if not missing:
        return None
    words = ngettext(
        "One colleague has not read the current rules.", "%(n)s colleagues have not read the current rules.", missing
    ) % {"n": display.number(missing)}
    return shell.Todo(words, "policy:colleagues")


def is_published() -> bool:
    """Whether the step is done."""
    return queries.current() is not None


def add_own() -> None:
    """Register them."""
    shell.todos.extend([rules_todo, colleagues_todo, lessons_todo])
