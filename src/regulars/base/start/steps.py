"""The steps that getting started has by itself: goals, fields, rules and colleagues; higher floors add their own."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.policy.todos import is_published
from regulars.base.staff.queries import users
from regulars.base.start.goals import SETTING
from regulars.base.web import preferences, shell
from regulars.base.web.shell import Step

if TYPE_CHECKING:
    from regulars.base.staff.models import User


def has_goals() -> bool:
    """Whether goals were chosen."""
    return bool(preferences.read(SETTING, []))


def has_colleagues() -> bool:
    """Whether anybody but the owner works here."""
    return users().filter(is_active=True).count() > 1


def start_todo(user: "User") -> shell.Todo | None:
    """Asks whoever sets things up to go on, until everything that the goals need is done."""
    if not user.has_perm("settings.edit"):
        return None
    goals = preferences.read(SETTING, [])
    if not goals:
        return shell.Todo(_("Say what you want to do with your customer database. It takes a minute."), "start:goals")
    left = [step for step in shell.steps_for(user, goals) if not step.is_done()]
    if not left:
        return None
    words = _("Next step: %(step)s") % {"step": left[0].label}
    return shell.Todo(words, "start:steps", tone="off")


def add_own() -> None:
    """Register them."""
    shell.todos.append(start_todo)
    shell.steps.extend(
        [
            Step(
                "goals",
                gettext_lazy("Choose your goals"),
                gettext_lazy("They decide which fields and sources are proposed."),
                "start:goals",
                "settings.edit",
                10,
                has_goals,
            ),
            Step(
                "rules",
                gettext_lazy("Agree on rules for customer data"),
                gettext_lazy("A page to begin with is there. Your colleagues read it and say so."),
                "policy:rules",
                "policy.edit",
                60,
                is_published,
            ),
            Step(
                "colleagues",
                gettext_lazy("Invite your colleagues"),
                gettext_lazy("Each sees and does what their work needs."),
                "staff:invite",
                "staff.edit",
                70,
                has_colleagues,
            ),
        ]
    )
