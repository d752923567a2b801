"""The components: each alive on one page, with an example of its own."""

import pytest
from django.template import Context, Template, TemplateDoesNotExist
from django.test import Client, RequestFactory
from django.utils.translation import override

from regulars.base.web import examples, icons
from regulars.base.web.assets import paths
from regulars.base.web.templatetags import parts
from tests.conftest import May
from tests.html import complaints

NAMES = [name for _, names in examples.GROUPS for name in names]


def draw(source: str, query: str = "", **given: object) -> str:
    request = RequestFactory().get(f"/{query}")
    return Template("{% load parts %}" + source).render(Context({"request": request, **given}))


def test_every_component_has_an_example() -> None:
    assert sorted(NAMES) == sorted(parts.register.tags)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_shows_its_component_and_says_what_it_is(name: str) -> None:
    shown = examples.example(name)

    assert f"{{% {name}" in shown.source
    assert len(shown.about) > 20


def test_a_component_without_an_example_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "GROUPS", (("New", ("new",)),))

    with pytest.raises(TemplateDoesNotExist):
        list(examples.examples())


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_living_page_is_valid_and_has_them_all(may: May, language: str) -> None:
    page = may("settings.edit").get("/styleguide/", headers={"Accept-Language": language})

    html = page.content.decode()
    assert complaints(html) == []
    assert [name for name in NAMES if f'<article class="example" id="{name}"' not in html] == []


@pytest.mark.django_db
def test_the_living_page_is_for_who_may_change_settings(may: May) -> None:
    assert may("customers.see").get("/styleguide/").status_code == 403


def test_what_components_are_given_is_escaped() -> None:
    html = draw(
        "{% heading x %}{% endheading %}{% sheet x %}{% endsheet %}{% badge x x %}{% state x x %}{% stat x x x %}"
        "{% hint x x %}{% endhint %}{% chip x %}{% pick x x %}{% toast x x %}{% note x %}{% endnote %}"
        "{% copyable x x %}",
        x='"><script>',
    )

    assert "<script" not in html


@pytest.mark.parametrize(
    ("query", "url", "order"),
    [
        ("", "?sort=name", ""),
        ("?sort=name&q=a", "?sort=-name&amp;q=a", "ascending"),
        ("?sort=-name", "?sort=name", "descending"),
        ("?sort=city&cursor=abc", "?sort=name", ""),
    ],
)
def test_a_head_sorts_and_turns_round_and_begins_at_the_first_page(query: str, url: str, order: str) -> None:
    html = draw('{% head "Name" "name" %}', query)

    assert f'href="{url}"' in html
    assert (f'aria-sort="{order}"' in html) is bool(order)
    assert ("aria-sort" in html) is bool(order)


def test_choosing_columns_keeps_what_else_was_asked() -> None:
    html = draw('{% column_choice columns "Columns" %}', "?q=a&columns=city", columns=[("city", "City", True)])

    assert '<input type="hidden" name="q" value="a">' in html
    assert html.count('name="columns"') == 1


def test_a_pager_without_neighbours_is_not_there() -> None:
    assert draw('{% pager "Pages" %}').strip() == ""


def test_an_icon_that_nobody_drew_is_an_error() -> None:
    with pytest.raises(LookupError, match="no icon rocket"):
        icons.drawn("rocket")  # type: ignore[arg-type]


def test_the_sprite_has_every_icon() -> None:
    sprite = paths()[icons.SPRITE].read_text()

    assert [name for name in icons.NAMES if f'<symbol id="{name}"' not in sprite] == []


def test_a_field_tells_screen_readers_its_help_and_what_is_wrong() -> None:
    with override("en"):
        html = draw("{% field form.name %}{% field form.ways %}", form=examples.samples()["wrong"])

    assert complaints(html) == []
    assert 'aria-describedby="id_wrong-name_helptext id_wrong-name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<fieldset class="field" aria-describedby="id_wrong-ways_helptext id_wrong-ways_error">' in html
    for name in ("id_wrong-name_helptext", "id_wrong-name_error", "id_wrong-ways_helptext", "id_wrong-ways_error"):
        assert f'id="{name}"' in html


@pytest.mark.django_db
def test_the_palette_offers_what_one_may_do(may: May) -> None:
    some, all_of_it = (may(*permissions).get("/palette/").content.decode() for permissions in ((), ("settings.edit",)))

    assert 'href="/"' in some
    assert "/styleguide/" not in some
    assert 'href="/styleguide/"' in all_of_it
    assert '<input type="hidden" name="language" value="fa">' in some
    assert complaints(f"<ul>{all_of_it}</ul>") == []


@pytest.mark.django_db
def test_the_sheet_of_shortcuts_leads_only_where_one_may_go(may: May) -> None:
    without, with_customers = (may(*permissions).get("/").content.decode() for permissions in ((), ("customers.see",)))

    assert 'data-shortcut="g h"' in without
    assert 'data-shortcut="g c"' not in without
    assert '<a href="/customers/" data-shortcut="g c">' in with_customers


@pytest.mark.django_db
def test_strangers_have_no_palette(client: Client) -> None:
    assert client.get("/palette/").status_code == 302
