"""The page where somebody chooses language, time zone and calendar for themselves."""

import zoneinfo

import pytest
from django.test import Client
from django.utils import translation

from regulars.base.audit.queries import entries
from regulars.base.staff.models import User
from regulars.base.staff.settings import zones
from regulars.base.web import preferences

pytestmark = pytest.mark.django_db

PAGE = "/settings/preferences/"


@pytest.fixture
def user(client: Client) -> User:
    made = User.objects.create_user("mali@shop.example")
    client.force_login(made)
    return made


def choose(client: Client, **chosen: str) -> str:
    page = client.post(PAGE, {"language": "", "time_zone": "", "calendar": "", **chosen}, follow=True)
    return page.content.decode()


def test_what_is_chosen_is_kept_and_shown_at_once(client: Client, user: User) -> None:
    page = choose(client, language="fa", time_zone="Asia/Tehran", calendar="jalali")

    user.refresh_from_db()
    assert (user.language, user.time_zone, user.calendar) == ("fa", "Asia/Tehran", "jalali")
    assert '<html lang="fa" dir="rtl">' in page
    line = entries(actor=f"user:{user.pk}").first()
    assert line is not None
    assert (line.action, line.fields) == ("user.change_preferences", ["calendar", "language", "time_zone"])


def test_nothing_chosen_is_as_the_business_has_it(client: Client, user: User) -> None:
    preferences.write("business.time_zone", "Asia/Bangkok", actor="owner")

    page = choose(client)

    assert "As the business (Bangkok)" in page
    assert "As usual for the language (Gregorian)" in page
    assert entries(actor=f"user:{user.pk}").count() == 0


@pytest.mark.parametrize(
    "wrong", [{"language": "de"}, {"time_zone": "Mars/Olympus"}, {"time_zone": "../etc/passwd"}, {"calendar": "lunar"}]
)
def test_what_does_not_exist_cannot_be_chosen(client: Client, user: User, wrong: dict[str, str]) -> None:
    page = choose(client, **wrong)

    user.refresh_from_db()
    assert (user.language, user.time_zone, user.calendar) == ("", "", "")
    assert 'aria-invalid="true"' in page


def test_every_zone_can_be_used_and_is_named() -> None:
    for zone in zones.zones():
        assert zoneinfo.ZoneInfo(zone).key == zone

    names = {city.zone: city.name for city in zones.cities("en")}
    assert (names["Asia/Bangkok"], names["America/Argentina/Buenos_Aires"].split("/")[-1]) == (
        "Bangkok",
        "Buenos Aires",
    )
    assert len(names) > 350


def test_cities_have_the_readers_names() -> None:
    assert zones.city_name("Asia/Tehran", "fa") == "تهران"
    assert zones.city_name("Asia/Bangkok", "th") == "กรุงเทพ"
    assert zones.city_name("Asia/Shanghai", "zh-hans") == "上海"


def test_without_babel_zones_are_named_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "find_spec", lambda _name: None)
    zones.city_name.cache_clear()

    plain = zones.city_name("Asia/Ho_Chi_Minh", "th")
    zones.city_name.cache_clear()

    assert plain == "Ho Chi Minh"


def test_regions_are_in_the_order_of_the_readers_alphabet() -> None:
    with translation.override("en"):
        regions = [region for region, _cities in zones.by_region("en")]

    assert regions == sorted(regions)
    assert "Indian Ocean" in regions
