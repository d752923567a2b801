"""Sources are changed, switched on and off, and given other keys; each of it is in the audit trail."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest

from regulars.base.audit.queries import entries
from regulars.base.fields.moments import now
from regulars.unify.facts import services
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.errors import SourceInvalid, SourceNameTaken, SourceUnknown
from regulars.unify.facts.models import Source
from regulars.unify.facts.queries import WriteKeys

pytestmark = pytest.mark.django_db


@pytest.fixture
def till() -> Source:
    return services.create_source("Till", kind=SourceKind.TILL, actor="owner")


def known_keys() -> dict[str, int]:
    """What the doors know when they look now."""
    keys = WriteKeys()
    keys.load()
    return {key: source.id for key, source in keys.known.items()}


def actions(source: Source) -> list[str]:
    """What was done to it, oldest first."""
    return [entry.action for entry in entries(key=source.pk, object_type="source")][::-1]


def test_a_source_is_off_and_on(till: Source) -> None:
    services.disable_source(till.pk, actor="owner")
    services.disable_source(till.pk, actor="owner")
    assert known_keys() == {}

    services.enable_source(till.pk, actor="owner")

    assert known_keys() == {till.write_key: till.pk}
    assert actions(till) == ["source.create", "source.disable", "source.enable"]


def test_both_keys_are_good_until_the_old_one_ends(till: Source) -> None:
    first = till.write_key
    made = services.rotate_write_key(till.pk, actor="owner")
    assert known_keys() == {first: till.pk, made.write_key: till.pk}

    Source.objects.filter(pk=till.pk).update(old_key_until=now() - 1)

    assert known_keys() == {made.write_key: till.pk}


def test_an_old_key_may_end_at_once(till: Source) -> None:
    made = services.rotate_write_key(till.pk, actor="owner", at_once=True)

    assert known_keys() == {made.write_key: till.pk}
    assert made.write_key != till.write_key
    assert actions(till) == ["source.create", "source.rotate_key"]


def test_only_what_is_given_changes(till: Source) -> None:
    rules = [{"event": "*", "property": "mail", "identifier": "email"}]
    services.change_source(till.pk, actor="owner", name=" ร้าน ", rules=rules)
    services.change_source(till.pk, actor="owner", name="ร้าน")

    changed = Source.objects.get(pk=till.pk)
    assert (changed.name, changed.region, changed.namespace, changed.rules) == ("ร้าน", "", "default", rules)
    assert actions(till) == ["source.create", "source.change"]
    assert entries(action="source.change").get().fields == ["name", "rules"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": "Shop"}, SourceNameTaken),
        ({"name": " "}, SourceInvalid),
        ({"region": "THA"}, SourceInvalid),
        ({"namespace": ""}, SourceInvalid),
        ({"rules": [{"event": "*", "property": "mail"}]}, SourceInvalid),
        ({"rules": [{"event": "*", "property": "", "trait": "x"}]}, SourceInvalid),
        ({"rules": ["*"]}, SourceInvalid),
    ],
)
def test_a_change_that_cannot_be_says_why_and_changes_nothing(
    till: Source, changes: dict[str, Any], error: type[Exception]
) -> None:
    services.create_source("Shop", kind=SourceKind.SHOP, actor="owner")

    with pytest.raises(error):
        services.change_source(till.pk, actor="owner", **changes)

    assert Source.objects.get(pk=till.pk).name == "Till"
    assert actions(till) == ["source.create"]


@pytest.mark.parametrize(
    "change", [services.enable_source, services.disable_source, services.rotate_write_key, services.change_source]
)
def test_a_source_that_does_not_exist_cannot_be_changed(change: Callable[..., Source]) -> None:
    with pytest.raises(SourceUnknown):
        change(999_999, actor="owner")


def test_a_key_never_looks_like_an_option(till: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["-one", "_two", "three-", "--four", "4-"])
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _size: next(drawn))

    made = services.create_source("Shop", kind=SourceKind.SHOP, actor="owner")
    rotated = services.rotate_write_key(till.pk, actor="owner")

    assert (made.write_key, rotated.write_key) == ("three-", "4-")
