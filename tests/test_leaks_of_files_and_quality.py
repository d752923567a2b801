"""Nothing leaks where files are brought in and where the data is kept good, as `test_leaks` says of the rest.

Each role walks previews, reports, left-out rows, undoings, the work list, scores, the workbench, duplicates and
protections about customers full of recognisable values.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from regulars.base.audit.models import AuditSubject
from regulars.base.fields.enums import Sensitivity, Type
from regulars.base.fields.moments import now
from regulars.base.fields.queries import fields
from regulars.base.fields.services import Said, declare_field
from regulars.base.jobs.models import WorkItem
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.base.staff.roles import MASKS, PERMISSIONS
from regulars.collect.files.models import Import
from regulars.rest import limits
from regulars.unify.customers.owners import assign
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.quality import following, review, trends
from regulars.unify.quality.enums import Wrong
from regulars.unify.quality.models import CleaningStep, MatchModel, MatchPair
from regulars.unify.road import Road
from tests.collect.files.bringing import offered, previewed, ran
from tests.leaks import NOT_TEXT, Canary, Found, tell_all
from tests.test_leaks import SEEING, browser, leaks
from tests.unify.telling import key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


def birds(bird: str) -> dict[str, Any]:
    """A value for every field that has text, which tells where it was said."""
    found: dict[str, Any] = {}
    for one in fields():
        if one.type in NOT_TEXT:
            continue
        value = f"Q{one.name.replace('_', '')}{bird}"
        if one.type is Type.EMAIL:
            value = f"{value}@gamil.con"
        elif one.type is Type.PHONE:
            value = f"+66899{sum(map(ord, value)) * 97 % 1_000_000:06}"
        elif one.type is Type.URL:
            value = f"https://leak.example/{value}"
        found[one.name] = value
    return found


def brought(who: str, values: dict[str, str], *more: dict[str, str]) -> Import:
    """An import of rows about somebody, and of rows that name nobody."""
    rows = [(who, *values.values()), *(("", *one.values()) for one in more)]
    targets = ["identifier:user_id", *(f"trait:{name}" for name in values)]
    return offered(rows, heads=["Whose", *(f"Head {n}" for n in range(len(values)))], targets=targets)


@pytest.fixture
def canaries(data_folder: Path) -> tuple[Canary, ...]:
    """The customer with the key 1: told, imported, told anew since, in doubt, perhaps there twice, to be imported."""
    limits.buckets.clear()
    found = tell_all()
    secret = Said({"en": "canary_secret"}, sensitivity=Sensitivity.SPECIAL, purposes=frozenset({"service"}))
    declare_field(Type.TEXT, secret, actor="owner", name="canary_secret")
    server = source(SourceKind.TILL)
    flock = {bird: birds(bird) for bird in ("magpie", "raven", "owl", "finch", "wren", "swift")}
    with Road() as road:
        ran(brought("nruseridkestrel", flock["magpie"], flock["owl"]), road)
    with Road() as road:
        ran(brought("twin", flock["swift"]), road)
    tell(server, said(Kind.IDENTIFY, "since", ("user_id", "nruseridkestrel"), **flock["raven"]))
    previewed(brought("twin", flock["finch"], flock["owl"]))
    previewed(brought("newcomer", flock["wren"]))
    following.follow(60)
    trends.count_day()
    review.refill()
    pair_of(key("user_id/twin"))
    CleaningStep.objects.create(
        field="canary_special", values=["Qcanaryspecialstep"], into="Qcanaryspecialinto", actor="owner", made_at=now()
    )
    told = [Canary(value, frozenset({name})) for one in flock.values() for name, value in one.items()]
    steps = [Canary(value, frozenset({"canary_special"})) for value in ("Qcanaryspecialstep", "Qcanaryspecialinto")]
    return (*found, *told, *steps)


def pair_of(other: int) -> MatchPair:
    model = MatchModel.objects.create(version=1, parameters={}, records=2, trained_at=now())
    weights = {"given": ["same", 8.0], "family": ["same", 9.0], "email": ["same", 9.0], "born": ["same", 9.0]}
    return MatchPair.objects.create(
        a=1, b=other, probability=0.97, weights=weights, evidence="e", model=model, found_at=now()
    )


def import_addresses() -> Iterator[str]:
    for row in Import.objects.all():
        here = f"/imports/{row.pk}/"
        yield from (f"{here}{page}" for page in ("", "look/", "columns/", "columns/1/", "basis/", "report/", "undo/"))
        yield from (f"{here}rejected/?format={format_}" for format_ in ("csv", "xlsx"))
        for section in ("created", "updated", "merged", "unchanged", "rejected", "problems"):
            yield f"{here}preview/?section={section}"


def quality_addresses() -> Iterator[str]:
    yield from (
        "/quality/",
        "/quality/rules/",
        "/quality/review/",
        "/quality/cleaning/",
        "/quality/duplicates/decided/",
    )
    yield from ("/quality/duplicates/", "/quality/duplicates/?all", "/quality/duplicates/automatic/")
    yield from ("/quality/duplicates/protections/", *(f"/quality/review/?kind={kind}" for kind in kinds()))
    yield from (f"/quality/review/{one.pk}/" for one in WorkItem.objects.all())
    for name in ("email", "phone", "birthday", "address", "canary_confidential", "canary_special"):
        yield from (f"/quality/customers/?wrong={wrong}&field={name}" for wrong in Wrong.values)
    yield from (f"/quality/cleaning/{one.name}/" for one in fields())
    yield from (f"/quality/cleaning/{name}/?find=q&method=nearest" for name in ("city", "email", "canary_special"))
    yield from ("/", "/customers/1/", "/customers/1/panels/quality/", "/jobs/", "/health/")


def pages_of_one() -> Iterator[str]:
    """Pages about the customer that are opened by themselves."""
    for page in ("", "panels/orders/", "panels/quality/", "panels/notes/", "timeline/", "edit/", "edit/?trait=email",
                 "trait/?trait=email", "history/?trait=email", "merge/", "merge/?with=1"):  # fmt: skip
        yield f"/customers/1/{page}"


def kinds() -> set[str]:
    return set(WorkItem.objects.values_list("kind", flat=True))


def look(client: Client, addresses: Iterator[str], found: Found) -> None:
    """Open each; a book is read as the texts in it."""
    for address in addresses:
        response = client.get(address, follow=True)
        if "spreadsheetml" in response.headers.get("Content-Type", ""):
            body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
            with zipfile.ZipFile(io.BytesIO(body)) as parts:
                found.say(address, "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist()))
        else:
            found.add(address, response)


@pytest.mark.parametrize("role", SEEING)
def test_no_role_is_shown_what_it_may_not_see(canaries: tuple[Canary, ...], role: Role) -> None:
    client, _user = browser(role)
    found = Found()

    look(client, import_addresses(), found)
    look(client, quality_addresses(), found)

    assert leaks(found, canaries, MASKS[role]) == {}
    shown = [one.value for one in canaries if one.is_for(MASKS[role]) and "raven" in one.value]
    assert [value for value in shown if not found.holding(value)] == []


@pytest.mark.parametrize("role", [role for role in SEEING if "imports.see" in PERMISSIONS[role]])
def test_a_preview_names_no_field_that_a_role_does_not_see_at_all(canaries: tuple[Canary, ...], role: Role) -> None:
    client, _user = browser(role)
    found = Found()

    look(client, (address for address in import_addresses() if "preview" in address or "undo" in address), found)

    assert ("canary_secret" in "".join(found.texts.values())) == MASKS[role].sees("canary_secret")


def test_whoever_is_shown_is_written_down(canaries: tuple[Canary, ...]) -> None:
    client, _user = browser(Role.OWNER)
    birds_of_one = [one.value for one in canaries if any(bird in one.value for bird in ("raven", "magpie", "kestrel"))]
    silent = []

    for address in (*import_addresses(), *quality_addresses(), *pages_of_one()):
        before, found = AuditSubject.objects.filter(key=1).count(), Found()
        look(client, iter([address]), found)
        if any(map(found.holding, birds_of_one)) and AuditSubject.objects.filter(key=1).count() == before:
            silent.append(address)

    # What stands in a field is counted there, and is nobody's.
    assert [address for address in silent if "/cleaning/" not in address] == []


@pytest.mark.parametrize("role", [Role.OWNER, Role.SERVICE, Role.ANALYST])
def test_customers_of_another_colleague_are_nowhere(canaries: tuple[Canary, ...], role: Role) -> None:
    other = User.objects.create_user("other@staff.example", role=Role.SALES)
    client, _user = browser(role, reach=Reach.OWN)
    assign([1, key("user_id/twin")], other.pk, actor="owner")
    found = Found()

    look(client, import_addresses(), found)
    look(client, quality_addresses(), found)

    assert {one.value: where for one in canaries if (where := found.holding(one.value))} == {}
