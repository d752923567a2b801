"""What each role may do and see: the one place to read or change it.

A permission is `thing.action`; pages ask for it by name. How much of a field a role sees follows its sensitivity.
"""

from dataclasses import astuple

from regulars.base.fields.masks import WHOLE, Mask, Shown
from regulars.base.staff.enums import Role, Scope

THINGS: dict[str, tuple[str, ...]] = {
    "customers": ("see", "edit", "merge", "assign", "export", "reveal", "erase"),
    "notes": ("see", "edit"),
    "views": ("share",),
    "segments": ("see", "edit", "export"),
    "insights": ("see",),
    "campaigns": ("see", "edit", "send"),
    "cases": ("see", "edit"),
    "privacy": ("see", "edit"),
    "sources": ("see", "edit"),
    "imports": ("see", "edit"),
    "quality": ("see", "edit"),
    "fields": ("see", "edit"),
    "jobs": ("see", "edit"),
    "staff": ("see", "edit"),
    "keys": ("edit",),
    "webhooks": ("edit",),
    "settings": ("edit",),
    "policy": ("edit",),
    "audit": ("see", "export"),
    "lake": ("query",),
}
EVERY_PERMISSION = frozenset(f"{thing}.{action}" for thing, actions in THINGS.items() for action in actions)


def may(*lines: str) -> frozenset[str]:
    """Permissions from lines such as "customers see edit". Raises KeyError for one that does not exist."""
    found = set()
    for line in lines:
        thing, *actions = line.split()
        for action in actions:
            if action not in THINGS[thing]:
                raise KeyError(f"{thing}.{action}")
            found.add(f"{thing}.{action}")
    return frozenset(found)


PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.OWNER: EVERY_PERMISSION,
    # Everything but what cannot be taken back, and what only the owner answers for.
    Role.ADMINISTRATOR: EVERY_PERMISSION - may("customers erase", "lake query"),
    Role.MARKETER: may(
        "customers see edit assign export reveal",
        "notes see edit",
        "views share",
        "segments see edit export",
        "insights see",
        "campaigns see edit send",
        "sources see",
        "imports see edit",
        "quality see edit",
        "fields see",
        "jobs see",
    ),
    Role.SALES: may(
        "customers see edit assign reveal",
        "notes see edit",
        "segments see",
        "insights see",
        "cases see",
        "fields see",
    ),
    Role.SERVICE: may(
        "customers see edit merge reveal",
        "notes see edit",
        "quality see edit",
        "cases see edit",
        "fields see",
    ),
    Role.ANALYST: may(
        "customers see",
        "views share",
        "segments see edit",
        "insights see",
        "campaigns see",
        "sources see",
        "quality see",
        "fields see",
        "jobs see",
    ),
    Role.VIEWER: may("customers see", "insights see"),
}
MASKS: dict[Role, Mask] = {
    Role.OWNER: WHOLE,
    Role.ADMINISTRATOR: WHOLE,
    Role.MARKETER: Mask(special=Shown.HIDDEN),
    Role.SALES: Mask(confidential=Shown.MASKED, special=Shown.HIDDEN),
    Role.SERVICE: Mask(confidential=Shown.MASKED, special=Shown.MASKED),
    Role.ANALYST: Mask(identifying=Shown.MASKED, special=Shown.HIDDEN),
    Role.VIEWER: Mask(identifying=Shown.MASKED, confidential=Shown.HIDDEN, special=Shown.HIDDEN),
}
# What somebody must be allowed to do to make an API key that does it.
SCOPES: dict[Scope, frozenset[str]] = {
    Scope.CUSTOMERS_READ: may("customers see"),
    Scope.CUSTOMERS_WRITE: may("customers see edit merge"),
    Scope.CUSTOMERS_ERASE: may("customers see erase"),
    Scope.GROUPS_READ: may("customers see"),
    Scope.ORDERS_READ: may("customers see"),
    Scope.PRODUCTS_READ: may("customers see"),
    Scope.SOURCES_READ: may("sources see"),
    Scope.SOURCES_WRITE: may("sources see edit"),
    Scope.EVENTS_READ: may("customers see", "sources see"),
    Scope.SCHEMA_READ: may("sources see"),
    Scope.SCHEMA_WRITE: may("sources see edit"),
    Scope.JOBS_READ: may("jobs see"),
    Scope.JOBS_WRITE: may("jobs see edit"),
    Scope.WEBHOOKS_READ: may("webhooks edit"),
    Scope.WEBHOOKS_WRITE: may("webhooks edit"),
}
# An import tells who is a customer, and changes the customers of everybody: whoever sees some only has no part in it.
ABOUT_EVERYBODY = may("imports see edit")
NOTHING = Mask(identifying=Shown.HIDDEN, confidential=Shown.HIDDEN, special=Shown.HIDDEN)


def permissions_of(role: str) -> frozenset[str]:
    """What a role may do; somebody without a role may do nothing."""
    return PERMISSIONS[Role(role)] if role in Role.values else frozenset()


def mask_of(role: str) -> Mask:
    """How much a role sees; somebody without a role sees as little as can be."""
    return MASKS[Role(role)] if role in Role.values else NOTHING


def is_within(role: str, other: str) -> bool:
    """Whether a role may do and see nothing that the other may not."""
    return permissions_of(role) <= permissions_of(other) and shows_no_more(mask_of(role), mask_of(other))


def shows_no_more(mask: Mask, other: Mask) -> bool:
    """Whether a mask shows no field more than the other does."""
    order = [Shown.HIDDEN, Shown.MASKED, Shown.WHOLE]
    pairs = zip(astuple(mask), astuple(other), strict=True)
    return all(order.index(shown) <= order.index(limit) for shown, limit in pairs)
