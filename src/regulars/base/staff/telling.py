"""What roles may do and see, in words: for the page about roles."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.base.fields.enums import Sensitivity
from regulars.base.fields.masks import Shown
from regulars.base.staff import roles
from regulars.base.staff.enums import Role

WORDS: dict[str, Promise] = {
    "customers.see": _("See customers"),
    "customers.edit": _("Add and correct customers"),
    "customers.merge": _("Join customers, undo it, keep them apart"),
    "customers.assign": _("Say who looks after a customer"),
    "customers.export": _("Export customers"),
    "customers.reveal": _("Uncover a masked value, with a reason"),
    "customers.erase": _("Erase customers for good"),
    "notes.see": _("Read notes and files about customers"),
    "notes.edit": _("Write notes, attach files"),
    "views.share": _("Share saved views of the list"),
    "segments.see": _("See segments"),
    "segments.edit": _("Make and change segments"),
    "segments.export": _("Export segments"),
    "insights.see": _("See insights"),
    "campaigns.see": _("See campaigns"),
    "campaigns.edit": _("Prepare campaigns"),
    "campaigns.send": _("Send campaigns"),
    "cases.see": _("See cases"),
    "cases.edit": _("Work on cases"),
    "privacy.see": _("See what customers agreed to and asked for"),
    "privacy.edit": _("Answer what customers ask for under privacy law"),
    "sources.see": _("See sources and what arrives"),
    "sources.edit": _("Add and change sources"),
    "imports.see": _("See imports of files"),
    "imports.edit": _("Import files, and take imports back"),
    "quality.see": _("See how good the data is"),
    "quality.edit": _("Clean data, and work through doubts and duplicates"),
    "fields.see": _("See which fields there are"),
    "fields.edit": _("Add and change fields"),
    "jobs.see": _("See jobs and health"),
    "jobs.edit": _("Try failed jobs again"),
    "staff.see": _("See colleagues"),
    "staff.edit": _("Invite colleagues, give roles, close accounts"),
    "keys.edit": _("Make and revoke API keys"),
    "webhooks.edit": _("Add and change webhooks"),
    "settings.edit": _("Change settings of the business"),
    "policy.edit": _("Write the rules for customer data"),
    "audit.see": _("Read the audit trail"),
    "audit.export": _("Export the audit trail"),
    "lake.query": _("Ask the lake in SQL"),
}
DEPTHS = {Shown.WHOLE: _("whole"), Shown.MASKED: _("masked"), Shown.HIDDEN: _("not at all")}
MASKED = (Sensitivity.ORDINARY, Sensitivity.IDENTIFYING, Sensitivity.CONFIDENTIAL, Sensitivity.SPECIAL)


@dataclass(frozen=True)
class Line:
    """A row of the table: what it is about, and for each role whether it may, or how much it sees."""

    label: str
    cells: list[bool | str]


def may_do() -> list[Line]:
    """Every permission, in the order of `roles.THINGS`."""
    named = [f"{thing}.{action}" for thing, actions in roles.THINGS.items() for action in actions]
    return [Line(str(WORDS[name]), [name in roles.PERMISSIONS[role] for role in Role]) for name in named]


def may_see() -> list[Line]:
    """Every sensitivity of fields."""
    return [
        Line(str(kind.label), [str(DEPTHS[roles.MASKS[role].of_sensitivity(kind)]) for role in Role]) for kind in MASKED
    ]
