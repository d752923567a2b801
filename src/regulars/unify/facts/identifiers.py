"""The types of identifier, strongest first, and how many of each one person may have."""

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

PERSON = "person"
AT = "@"


class Scope(Enum):
    """Where a value is unique: everywhere, among sources that share accounts, or within one source."""

    GLOBAL = "global"
    NAMESPACE = "namespace"
    SOURCE = "source"


class Ident(NamedTuple):
    """One identifier value: type, scope and normalized value."""

    type: str
    scope: str
    value: str


def addressed(ident: Ident) -> tuple[str, str]:
    """How a fact of the colleagues' source names an identifier exactly as it stands, in whatever scope it is."""
    return f"{ident.type}{AT}{ident.scope}", ident.value


@dataclass(frozen=True)
class IdentifierType:
    """`limit` is how many values one person may have; a *shareable* value may belong to several people."""

    code: str
    scope: Scope
    limit: int
    rank: int = 0
    shareable: bool = False
    anonymous: bool = False
    group: bool = False

    @property
    def kind(self) -> str:
        """The kind of customer that it identifies: a person, or the group that it is named after."""
        return self.code if self.group else PERSON


def declared(*types: IdentifierType) -> dict[str, IdentifierType]:
    """The types by code; the rank is the place in the list (0 is strongest)."""
    return {
        t.code: IdentifierType(t.code, t.scope, t.limit, rank, t.shareable, t.anonymous, t.group)
        for rank, t in enumerate(types)
    }


CHANNELS = ("line", "wechat", "whatsapp", "telegram", "facebook", "instagram", "x", "linkedin")

TYPES = declared(
    IdentifierType("user_id", Scope.NAMESPACE, 1),
    IdentifierType("external_id", Scope.SOURCE, 1),
    IdentifierType("member_card", Scope.GLOBAL, 5),
    IdentifierType("email", Scope.GLOBAL, 5),
    *(IdentifierType(channel, Scope.NAMESPACE, 2) for channel in CHANNELS),
    IdentifierType("phone", Scope.GLOBAL, 5, shareable=True),
    IdentifierType("row", Scope.SOURCE, 1, anonymous=True),
    IdentifierType("anonymous_id", Scope.GLOBAL, 50, anonymous=True),
    IdentifierType("device_id", Scope.GLOBAL, 50, anonymous=True),
    IdentifierType("push_token", Scope.GLOBAL, 50, anonymous=True),
    IdentifierType("company", Scope.NAMESPACE, 1, group=True),
    IdentifierType("household", Scope.NAMESPACE, 1, group=True),
)
