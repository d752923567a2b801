"""The pages about sources: what they show, to whom, and what pressing a button does."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.base.audit.queries import entries, subjects
from regulars.base.fields.moments import now
from regulars.base.staff.models import User
from regulars.base.staff.services import create_user
from regulars.collect.api.errors import ItemRefused
from regulars.collect.sources import queries
from regulars.collect.sources.models import SchemaEvent
from regulars.collect.sources.services import save_plan
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Rejected, Source
from regulars.unify.facts.services import create_source, disable_source
from tests.conftest import May
from tests.story.scene import Scene, key_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

SEEING = ("list", "source", "arrivals", "arrival", "rejection", "schema", "plan", "export")
EDITING = ("create", "connect", "settings")
POSTS = ("enable", "disable", "rotate", "lift-plan")
PLAN: dict[str, Any] = {"events": {"Tea": {}}, "other_events": False}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def owner() -> Client:
    return signed_in(create_user("owner@example.com", actor="system", role="owner"))


@pytest.fixture
def till(scene: Scene) -> int:
    """A till that told of somebody, has a plan, and was turned away once."""
    scene.clock = now()
    save_plan(scene.sources["Till"], PLAN, actor="owner", from_at=scene.clock - 1)
    scene.identify("Till", ("email", "som@example.com"), name="สมชาย")
    scene.track("Till", "Coffee", ("email", "som@example.com"), note="secret note")
    body = '{"type": "track", "traits": {"email": "hidden@example.com"}}'
    Rejected.objects.create(rejected_at=now(), source=scene.sources["Till"], code="no_event", message="No.", body=body)
    return scene.sources["Till"]


def url_of(name: str, source: int) -> str:
    """The address of a page about the till."""
    if name in {"list", "create"}:
        return reverse(f"sources:{name}")
    if name == "arrival":
        return reverse("sources:arrival", args=[source, queries.arrivals(source)[0].position])
    if name == "rejection":
        return reverse("sources:rejection", args=[source, queries.rejected(source)[0].id])
    return reverse(f"sources:{name}", args=[source])


@pytest.mark.parametrize("name", SEEING + EDITING)
def test_strangers_are_asked_to_sign_in_and_others_are_refused(till: int, name: str, may: May) -> None:
    url = url_of(name, till)

    asked, refused = Client().get(url), may().get(url)

    assert (asked.status_code, asked.headers["Location"]) == (302, f"/sign-in/?next={url}")
    assert refused.status_code == 403
    assert "Coffee" not in asked.content.decode() + refused.content.decode()


@pytest.mark.parametrize("name", SEEING)
def test_who_may_see_sources_sees_these(till: int, name: str, may: May) -> None:
    assert may("sources.see").get(url_of(name, till)).status_code == 200


@pytest.mark.parametrize("name", EDITING)
def test_who_may_only_see_edits_nothing(till: int, name: str, may: May) -> None:
    response = may("sources.see").get(url_of(name, till))

    assert response.status_code == 403
    assert "key-of-Till" not in response.content.decode()


@pytest.mark.parametrize("name", POSTS)
def test_buttons_are_for_those_who_may_and_for_posts(till: int, owner: Client, name: str, may: May) -> None:
    before = Source.objects.get(pk=till)

    asked, refused, got = (client.post(url_of(name, till)) for client in (Client(), may("sources.see"), Client()))
    got = owner.get(url_of(name, till))

    assert (asked.status_code, refused.status_code, got.status_code) == (302, 403, 405)
    after = Source.objects.get(pk=till)
    assert (after.write_key, after.is_enabled) == (before.write_key, before.is_enabled)
    assert len(queries.plan_versions(till)) == 1


def test_saving_a_plan_is_for_those_who_may(till: int, may: May) -> None:
    response = may("sources.see").post(url_of("plan", till), {"plan": "{}"})

    assert response.status_code == 403
    assert len(queries.plan_versions(till)) == 1


def test_the_list_shows_what_came_today_and_what_went_wrong(till: int, owner: Client) -> None:
    disable_source(till, actor="owner")

    page = owner.get(reverse("sources:list"))

    (line,) = [one for one, _ in page.context["lines"] if one.id == till]
    assert (line.today, line.violating, line.refused, line.rejected, line.problems) == (2, 1, 0, 1, 2)
    assert (line.is_enabled, line.last_at) == (False, queries.arrivals(till)[0].received_at)
    assert "Colleagues" not in [one.name for one, _ in page.context["lines"]]


def counted(ask: Callable[[], Any]) -> int:
    """How many queries it takes."""
    with CaptureQueriesContext(connections["default"]) as default, CaptureQueriesContext(connections["inbox"]) as inbox:
        assert ask().status_code == 200
    return len(default) + len(inbox)


def test_the_list_takes_as_many_queries_for_many_sources(owner: Client) -> None:
    create_source("One", kind=SourceKind.TILL, actor="owner")
    owner.get(reverse("sources:list"))
    one = counted(lambda: owner.get(reverse("sources:list")))
    for name in ("Two", "Three"):
        create_source(name, kind=SourceKind.TILL, actor="owner")

    assert counted(lambda: owner.get(reverse("sources:list"))) == one


@pytest.mark.parametrize("name", ["source", "schema", "plan"])
def test_pages_take_as_many_queries_for_many_facts(scene: Scene, till: int, owner: Client, name: str) -> None:
    owner.get(url_of(name, till))
    one = counted(lambda: owner.get(url_of(name, till)))
    for number in range(3):
        scene.track("Till", f"Event {number}", ("email", "som@example.com"), **{f"p{number}": 1})
    owner.get(url_of(name, till))

    assert counted(lambda: owner.get(url_of(name, till))) == one


def test_a_source_is_made_and_its_key_shown(owner: Client) -> None:
    said = {"name": "ร้านกลาง", "kind": "browser", "region": "th", "namespace": ""}

    response = owner.post(reverse("sources:create"), said)

    made = Source.objects.get(name="ร้านกลาง")
    assert (made.kind, made.region, made.namespace) == ("browser", "TH", "default")
    assert response.headers["Location"] == reverse("sources:connect", args=[made.pk])
    page = owner.get(response.headers["Location"]).content.decode()
    assert made.write_key in page
    assert "AnalyticsBrowser" in page
    assert [entry.action for entry in entries(key=made.pk, object_type="source")] == ["source.create"]


def test_a_source_that_cannot_be_made_says_why_in_place(till: int, owner: Client) -> None:
    taken = owner.post(reverse("sources:create"), {"name": "Till", "kind": "till"})
    colleague = owner.post(reverse("sources:create"), {"name": "New", "kind": "staff"})

    assert (taken.status_code, colleague.status_code) == (422, 422)
    assert "A source of this name exists" in taken.content.decode()
    assert not Source.objects.filter(name="New").exists()


def test_what_arrives_is_handed_on_once(scene: Scene, till: int, owner: Client) -> None:
    page = owner.get(url_of("source", till))
    asked = {"after": page.context["after"]}
    nothing = owner.get(url_of("arrivals", till), asked)

    scene.track("Till", "Milk", ("email", "som@example.com"))
    something = owner.get(url_of("arrivals", till), asked)

    assert (nothing.status_code, nothing.content) == (204, b"")
    assert [line.arrival.event for line in something.context["lines"]] == ["Milk"]
    assert f"after={something.context['after']}" in something.content.decode()
    assert "hx-swap-oob" in something.content.decode()


@pytest.mark.parametrize("after", ["", "x", "1", "-1.0", "9" * 30 + ".1", "9" * 20 + ".9", "1.2.3"])
def test_nonsense_about_how_far_somebody_is_does_no_harm(till: int, owner: Client, after: str) -> None:
    assert owner.get(url_of("arrivals", till), {"after": after, "only": "x", "text": "a\0"}).status_code in {200, 204}


def test_lines_can_be_narrowed(till: int, owner: Client) -> None:
    def shown(**asked: str) -> list[str]:
        lines = owner.get(url_of("source", till), asked).context["lines"]
        return [line.arrival.kind if line.arrival else line.refused.code for line in lines]

    assert shown() == ["no_event", "track", "identify"] or shown() == ["track", "identify", "no_event"]
    assert shown(only="violating") == ["track"]
    assert shown(only="filed") == ["identify"]
    assert shown(only="rejected") == ["no_event"]
    assert shown(text="coff") == ["track"]


def test_looking_at_an_arrival_is_seeing_a_customer(till: int, owner: Client) -> None:
    page = owner.get(url_of("arrival", till), headers={"HX-Request": "true"})

    assert "secret note" in page.content.decode()
    assert "This event is not in the plan." in page.content.decode()
    assert "<html" not in page.content.decode()
    (entry,) = entries(action="customer.see")
    assert subjects([entry.pk]) == {entry.pk: [key_of("email", "som@example.com")]}


def test_who_may_not_see_customers_sees_shapes(till: int, may: May) -> None:
    page = may("sources.see").get(url_of("arrival", till)).content.decode()

    assert "secret note" not in page
    assert "som@example.com" not in page
    assert "a text of up to 32 characters" in page
    assert not entries(action="customer.see").exists()


def test_what_was_refused_at_the_door_is_masked_for_everybody(till: int, owner: Client) -> None:
    page = owner.get(url_of("rejection", till)).content.decode()

    assert "hidden@example.com" not in page
    assert "h•••@e•••.com" in page


def test_what_is_gone_and_what_is_elsewhere_is_not_found(scene: Scene, till: int, owner: Client) -> None:
    web, staff = scene.sources["Web"], scene.sources["Colleagues"]
    position, number = queries.arrivals(till)[0].position, queries.rejected(till)[0].id

    urls = [
        reverse("sources:arrival", args=[web, position]),
        reverse("sources:rejection", args=[web, number]),
        reverse("sources:source", args=[staff]),
        reverse("sources:source", args=[999_999]),
        reverse("sources:export", args=[web]),
    ]
    assert [owner.get(url).status_code for url in urls] == [404] * 5


def test_another_key_is_given_with_or_without_grace(till: int, owner: Client) -> None:
    owner.post(url_of("rotate", till))
    graceful = Source.objects.get(pk=till)
    owner.post(url_of("rotate", till), {"at_once": "1"})
    strict = Source.objects.get(pk=till)

    assert (graceful.old_write_key, graceful.old_key_until > now()) == ("key-of-Till", True)
    assert (strict.old_write_key, strict.old_key_until) == (graceful.write_key, 0)
    assert len({graceful.write_key, strict.write_key, "key-of-Till"}) == 3


def test_a_source_is_switched_off_and_on(till: int, owner: Client) -> None:
    owner.post(url_of("disable", till))
    assert not Source.objects.get(pk=till).is_enabled
    assert "This source is off" in owner.get(url_of("source", till)).content.decode()

    owner.post(url_of("enable", till))
    assert Source.objects.get(pk=till).is_enabled


def test_settings_are_changed_or_refused_in_place(till: int, owner: Client) -> None:
    rules = [{"event": "Order Completed", "property": "phone", "identifier": "phone"}]
    said = {"name": "Till 2", "region": "ir", "namespace": "brand", "rules": json.dumps(rules)}

    changed = owner.post(url_of("settings", till), said)
    taken = owner.post(url_of("settings", till), said | {"name": "Web"})
    wrong = owner.post(url_of("settings", till), said | {"rules": '[{"event": "x"}]'})
    broken = owner.post(url_of("settings", till), said | {"rules": '{"event": 1}'})

    source = Source.objects.get(pk=till)
    assert (source.name, source.region, source.namespace, source.rules) == ("Till 2", "IR", "brand", rules)
    assert [response.status_code for response in (changed, taken, wrong, broken)] == [302, 422, 422, 422]
    assert "Write each rule as an event" in wrong.content.decode()


def test_a_plan_is_saved_from_the_text_or_a_file(till: int, owner: Client) -> None:
    typed = owner.post(url_of("plan", till), {"plan": '{"other_events": true}'})
    file = SimpleUploadedFile("plan.json", '{"events": {"ชา": {}}}'.encode(), "application/json")
    sent = owner.post(url_of("plan", till), {"plan": "ignored", "file": file})

    assert (typed.status_code, sent.status_code) == (302, 302)
    assert [one.plan for one in queries.plan_versions(till)][:2] == [{"events": {"ชา": {}}}, {"other_events": True}]
    exported = owner.get(url_of("export", till))
    assert json.loads(exported.content) == {"events": {"ชา": {}}}
    assert "attachment" in exported.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "This is no JSON"),
        ('{"events": }', "mistake in line 1"),
        ("[" * 100_000, "This is no JSON"),
        ("[]", "Write a JSON object here"),
        ('{"events": {"A": 1}}', "/events/A"),
        ('{"traits": {"a": {"one_of": ["\\u0000"]}}}', "cannot hold"),
    ],
)
def test_a_plan_with_mistakes_says_where_and_keeps_the_text(till: int, owner: Client, text: str, words: str) -> None:
    response = owner.post(url_of("plan", till), {"plan": text})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert response.context["form"]["plan"].value() == text
    assert len(queries.plan_versions(till)) == 1


def test_a_file_that_is_no_text_is_refused(till: int, owner: Client) -> None:
    response = owner.post(url_of("plan", till), {"file": SimpleUploadedFile("plan.json", b"\xff\xfe\xff")})

    assert (response.status_code, len(queries.plan_versions(till))) == (422, 1)


def test_a_plan_is_lifted_and_proposed(till: int, owner: Client) -> None:
    owner.post(url_of("lift-plan", till))

    assert queries.plan_in_force(till) is None
    proposed = owner.get(url_of("plan", till), {"propose": "1"}).context["form"].initial["plan"]
    assert json.loads(proposed)["events"] == {"Coffee": {"properties": {"note": {"type": "string"}}}}


def test_of_very_many_events_the_most_frequent_are_proposed(till: int, owner: Client) -> None:
    SchemaEvent.objects.bulk_create(
        SchemaEvent(source=till, kind="track", name=f"E{n}", first_seen_at=1, last_seen_at=1, count=n + 9, inspected=1)
        for n in range(101)
    )

    proposed = queries.proposed_plan(till)

    assert proposed is not None
    assert len(proposed["events"]) == 100
    assert {"E0", "Coffee"}.isdisjoint(proposed["events"])
    assert proposed["other_events"]


def test_the_schema_shows_masked_examples(till: int, owner: Client) -> None:
    page = owner.get(url_of("schema", till)).content.decode()

    assert "Coffee" in page
    assert "a text of up to 32 characters" in page
    assert "secret note" not in page


def test_the_schema_is_shown_page_by_page(till: int, owner: Client) -> None:
    SchemaEvent.objects.bulk_create(
        SchemaEvent(source=till, kind="track", name=f"E{number}", first_seen_at=1, last_seen_at=1, count=1, inspected=1)
        for number in range(25)
    )

    first, second = owner.get(url_of("schema", till)), owner.get(url_of("schema", till), {"from": "20"})

    names = [event.name for page in (first, second) for event in page.context["events"]]
    assert [len(page.context["events"]) for page in (first, second)] == [20, len(queries.schema(till)) - 20]
    assert names == [event.name for event in queries.schema(till)]
    assert 'href="?from=20"' in first.content.decode()
    assert 'href="?from=0"' in second.content.decode()


@pytest.mark.parametrize("kind", [kind for kind in SourceKind if kind != SourceKind.STAFF])
def test_each_kind_has_snippets_with_its_key(owner: Client, kind: SourceKind) -> None:
    made = create_source(kind.value, kind=kind, actor="owner")

    page = owner.get(reverse("sources:connect", args=[made.pk]), headers={"host": "localhost:8443"})

    ways = page.context["ways"]
    assert ways
    assert all(made.write_key in way.text and "localhost:8443" in way.text for way in ways)


def test_names_are_escaped(scene: Scene, owner: Client) -> None:
    scene.clock = now()
    scene.track("Web", "<script>alert(1)</script>", ("anonymous_id", "a"), **dict[str, Any]({"<b>": "<i>"}))
    web = scene.sources["Web"]

    pages = [owner.get(url_of(name, web)).content.decode() for name in ("source", "arrival", "schema")]

    assert not any("<script>alert" in page or '<b>"' in page or "<i>" in page for page in pages)


def test_what_is_filed_in_the_same_second_keeps_its_order(scene: Scene, owner: Client) -> None:
    scene.clock = now()
    facts = [scene.fact(Kind.TRACK, [("anonymous_id", "a")], event=f"E{number}") for number in range(3)]
    scene.say("Web", *facts)

    lines = owner.get(url_of("source", scene.sources["Web"])).context["lines"]

    assert [line.arrival.event for line in lines] == ["E2", "E1", "E0"]


def test_the_home_page_lists_sources_for_those_who_may_see_them(till: int, owner: Client, may: May) -> None:
    shown, hidden = owner.get("/").content.decode(), may("jobs.see").get("/").content.decode()

    assert url_of("source", till) in shown
    assert url_of("source", till) not in hidden


def test_a_remark_of_the_door_is_no_loss(till: int, owner: Client) -> None:
    Rejected.objects.create(rejected_at=now(), source=till, code="ignored", message="An id was left aside.", body="{}")

    (line,) = [one for one in queries.overview() if one.id == till]
    page = owner.get(url_of("source", till), {"only": "rejected"}).content.decode()

    assert line.rejected == 1
    assert page.count("taken, with a remark") == 1
    assert page.count("refused at the door") == 1


def test_what_the_door_refused_is_told_in_the_readers_language(till: int, owner: Client) -> None:
    refused = ItemRefused("too_deep", "Line 3")
    rejected = Rejected.objects.create(
        rejected_at=now(), source=till, code=refused.code, message=str(refused), body="{}"
    )
    url = reverse("sources:rejection", args=[till, rejected.pk])

    english, thai = (
        owner.get(url, headers={"Accept-Language": language}).content.decode() for language in ("en", "th")
    )

    assert "Line 3. Nest objects and lists at most 8 deep" in english
    assert "Line 3. ใน traits, properties และ context ให้ซ้อน" in thai


def test_the_country_of_another_source_is_proposed(owner: Client) -> None:
    create_source("One", kind=SourceKind.TILL, actor="owner")
    before = owner.get(reverse("sources:create")).content.decode()
    create_source("Two", kind=SourceKind.TILL, actor="owner", region="TH")

    after = owner.get(reverse("sources:create")).content.decode()

    assert ['name="region" value="TH"' in page for page in (before, after)] == [False, True]
