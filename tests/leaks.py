"""A customer full of recognisable values, one for every field, sensitivity and type of identifier, and every door.

A `Canary` says by which fields' rules its value may be seen. `Found` gathers all that a reader was shown.
"""

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from django.http import HttpResponseBase
from django.test import Client

from regulars.base.fields.enums import Sensitivity, Type
from regulars.base.fields.masks import Mask
from regulars.base.fields.queries import fields
from regulars.base.fields.services import Said, declare_field
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.identifiers import TYPES
from tests.unify.telling import said, source, tell

PHONE = "+66899912345"
PARTS = {"phone": PHONE, "email": "qemailcanary@leak.example", "whatsapp": "+66899954321"}
NOT_TEXT = {Type.DATE, Type.INTEGER, Type.BOOLEAN, Type.CHOICE, Type.MOMENT}


@dataclass(frozen=True)
class Canary:
    """A value, and the fields or types of identifiers of which a reader has to see one to see it."""

    value: str
    of: frozenset[str]

    def is_for(self, mask: Mask) -> bool:
        return any(mask.sees(name) for name in self.of)


@dataclass
class Found:
    """All that a reader was shown, by where it stood."""

    texts: dict[str, str] = field(default_factory=dict)

    def add(self, where: str, response: HttpResponseBase) -> None:
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        headers = "\n".join(f"{name}: {value}" for name, value in response.items())
        self.say(where, f"{headers}\n{body.decode(errors='replace')}")

    def say(self, where: str, text: str) -> None:
        self.texts[where] = "\n".join((text, html.unescape(text), unquote(text)))

    def holding(self, value: str) -> list[str]:
        """Where a value stands, in any case and however it is spaced."""
        wanted = plain(value)
        return [where for where, text in self.texts.items() if wanted in plain(text)]


def plain(text: str) -> str:
    return text.casefold().replace(" ", "").replace("-", "")


def declare_more() -> None:
    """Fields of the business's own, one of each sensitivity."""
    for name, sensitivity in (
        ("canary_ordinary", Sensitivity.ORDINARY),
        ("canary_identifying", Sensitivity.IDENTIFYING),
        ("canary_confidential", Sensitivity.CONFIDENTIAL),
        ("canary_special", Sensitivity.SPECIAL),
    ):
        declare_field(Type.TEXT, Said({"en": name}, sensitivity=sensitivity), actor="owner", name=name)


def traits() -> dict[str, Any]:
    """A value for every field that can be recognised, and one of a field that nobody declared."""
    found: dict[str, Any] = {"diagnosis": "Qundeclaredcanary"}
    for one in fields():
        word = f"Q{one.name.replace('_', '').replace('canary', '')}canary"
        if one.type is Type.LIST:
            found[one.name] = [word]
        elif one.type is Type.URL:
            found[one.name] = f"https://leak.example/{word}"
        elif one.type is Type.DATE:
            found[one.name] = "1977-07-07"
        elif one.type not in NOT_TEXT:
            found[one.name] = PARTS.get(one.name, word)
    return found


def identifiers() -> dict[str, str]:
    """A value for every type of identifier of a person."""
    types = [type_ for type_ in TYPES.values() if not type_.group and type_.code != "row"]
    values = {type_.code: f"nr{type_.code.replace('_', '')}kestrel" for type_ in types}
    return values | {"email": "nremailkestrel@leak.example", "phone": "+66899967890", "whatsapp": "+66899909876"}


def tell_all() -> tuple[Canary, ...]:
    """Let sources say it all of one customer, in traits, identifiers, events, orders and a group."""
    declare_more()
    known, ids = traits(), identifiers()
    server, browser = source(SourceKind.SERVER), source(SourceKind.SHOP)
    tell(
        server,
        said(Kind.IDENTIFY, "i1", *ids.items(), **known),
        said(Kind.GROUP, "g1", ("user_id", ids["user_id"]), group="nrgroupkestrel", industry="Tea"),
        said(Kind.TRACK, "t1", ("user_id", ids["user_id"]), event="Form Sent", ago=300, **known),
        said(Kind.TRACK, "t2", ("user_id", ids["user_id"]), event="Asked", ago=200, form={"fields": [known]},
             question=f"write to {known['email']} or {PHONE}, yours {known['last_name']} ({known['diagnosis']})"),
        said(Kind.TRACK, "t3", ("user_id", ids["user_id"]), event="Order Completed", ago=100, order_id="R-1",
             currency="THB", total=129.5, products=[{"product_id": "tea", "name": "Oolong", "price": 129.5}]),
    )  # fmt: skip
    older = said(Kind.IDENTIFY, f"of {ids['email']}", ("email", ids["email"]), ago=9000, first_name="Qolderfirstcanary")
    tell(browser, older)
    return tuple(canaries(known, ids))


def canaries(known: dict[str, Any], ids: dict[str, str]) -> Iterator[Canary]:
    """Everything that was told, with what it takes to see it."""
    for name, value in known.items():
        yield Canary(value[0] if isinstance(value, list) else value, frozenset({name}))
    for name, value in ids.items():
        yield Canary(value, frozenset({name}))
    yield Canary("Qolderfirstcanary", frozenset({"first_name"}))
    yield Canary("nrgroupkestrel", frozenset({"company"}))


def searches(canary: Canary, key: int) -> Iterator[tuple[str, str]]:
    """Addresses that would find the customer by a value, and by its half."""
    for text in (canary.value, canary.value[: len(canary.value) // 2 + 3]):
        for address in ("/customers/?q=", "/customers/suggest/?q=", "/palette/?q=", f"/customers/{key}/merge/?q="):
            yield text, address + quote(text)


def rules(names: frozenset[str], value: str) -> Iterator[str]:
    """Rules that would find the customer by a field."""
    for name in sorted(names):
        for asked in ({"is": "equals", "value": value}, {"is": "not_empty"}, {"is": "contains", "value": value[:8]}):
            yield json.dumps({"trait": name, **asked})
            yield json.dumps({"any": [{"not": {"trait": name, **asked}}]})


def walk(client: Client, addresses: Iterator[str] | list[str], found: Found) -> None:
    """Open every address; what may answer with a part of a page, as one too."""
    for address in addresses:
        parted = address.startswith(("/customers", "/sources", "/jobs", "/notes", "/audit"))
        for headers in ({}, {"HX-Request": "true"}) if parted else ({},):
            found.add(address, client.get(address, headers=headers, follow=True))
