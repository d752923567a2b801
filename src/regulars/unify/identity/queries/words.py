"""What the codes of links, decisions and refusals mean, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LINK_REASONS: dict[str, Promise] = {
    "joined": _("the same facts name both"),
    "same": _("they were one already"),
    "filed": _("facts were filed under it"),
    "apart": _("somebody decided that they are different people"),
    "blocked": _("the value is blocked: it identifies nobody"),
    "parted": _("the value was parted: it belongs to many people"),
    "quarantined": _("the value is in quarantine, because it appears on many people"),
    "public": _("a browser or form may not join two known people"),
    "shared:stronger": _("shared? Both have a stronger identifier of the same type"),
    "shared:birthday": _("shared? Their birthdays differ"),
    "shared:name": _("shared? Their names cannot be the same person's"),
}

DECISIONS: dict[str, Promise] = {
    "join": _("merged with {other}"),
    "apart": _("kept apart from {other}"),
    "withdraw": _("undone: the link with {other}"),
    "retract": _("a correction was withdrawn"),
    "end": _("{one} changed hands"),
    "block": _("{one} was blocked"),
    "quarantine": _("{one} was put in quarantine"),
    "part": _("{one} was parted from everyone"),
    "verify": _("{one} was confirmed"),
    "dispute": _("{one} turned out to be somebody else’s"),
    "reverse": _("a decision about {one} was taken back"),
    "erase": _("erased"),
}

REFUSALS: dict[str, Promise] = {
    "unknown_key": _("this customer or value does not exist any more."),
    "same_key": _("both are the same identifier."),
    "nothing_to_withdraw": _("no such evidence stands any more."),
    "too_late": _("it was withdrawn too long ago. Import the file again."),
    "nothing_to_reverse": _("the decision does not stand any more."),
    "suppressed": _("this person was erased."),
    "failed": _("the database refused it; the log says why."),
}

TYPES: dict[str, Promise] = {
    "user_id": _("Account"),
    "external_id": _("Customer number"),
    "member_card": _("Member card"),
    "email": _("E-mail"),
    "line": _("LINE"),
    "wechat": _("WeChat"),
    "whatsapp": _("WhatsApp"),
    "telegram": _("Telegram"),
    "facebook": _("Facebook"),
    "instagram": _("Instagram"),
    "x": _("X"),
    "linkedin": _("LinkedIn"),
    "phone": _("Phone"),
    "row": _("Row of a file"),
    "anonymous_id": _("Browser"),
    "device_id": _("Device"),
    "push_token": _("Push token"),
    "company": _("Company"),
    "household": _("Household"),
}


def identifier_type(code: str) -> str:
    """What people call a type of identifier."""
    return str(TYPES.get(code, code))


def link_reason(code: str) -> str:
    """Why a link was accepted or refused."""
    if code.startswith("limit:"):
        words = _("one person cannot have more values of this kind: {type}")
        return str(words).format(type=identifier_type(code.removeprefix("limit:")))
    return str(LINK_REASONS.get(code, code))


def decision(kind: str, one: str, other: str) -> str:
    """What was decided; `one` and `other` are identifiers in writing."""
    return str(DECISIONS.get(kind, "{one}")).format(one=one, other=other)


def refusal(code: str) -> str:
    """Why the road did not file something."""
    return str(REFUSALS.get(code, code))
