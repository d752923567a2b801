"""scripts/translations.py: what it finds, what it complains about, and whether everything is translated."""

import importlib.util
from collections.abc import Callable
from gettext import GNUTranslations
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog

SCRIPT = Path(__file__).parents[2] / "scripts/translations.py"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translations = load()


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    pages = tmp_path / "app" / "templates" / "app"
    pages.mkdir(parents=True)
    (tmp_path / "app" / "views.py").write_text(
        "a = _('Save')\nb = ngettext('%(n)s day', '%(n)s days', n)\nc = pgettext('a verb', 'Order')\n"
    )
    (pages / "page.html").write_text(
        "{% load i18n %}{% translate 'Save' %}"
        "{% blocktranslate trimmed with name=x %}\n  Hello\n  {{ name }}\n{% endblocktranslate %}"
        "{% blocktranslate count n=1 %}One{% plural %}{{ n }} of them{% endblocktranslate %}"
    )
    return tmp_path / "app"


def test_collect_finds_messages_of_code_and_templates(sources: Path) -> None:
    found = translations.collect(sources)

    assert {(message.context, message.id) for message in found if message.id} == {
        (None, "Save"),
        (None, ("%(n)s day", "%(n)s days")),
        ("a verb", "Order"),
        (None, "Hello %(name)s"),
        (None, ("One", "%(n)s of them")),
    }
    assert [place for place, _line in found["Save"].locations] == ["app/templates/app/page.html", "app/views.py"]


def translated(*messages: tuple[Any, Any], **flags: Any) -> Catalog:
    catalog = Catalog(locale="fa", fuzzy=False)
    for id_, string in messages:
        catalog.add(id_, string, **flags)
    return catalog


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        (translated(("Hello %(name)s", "سلام %(name)s")), []),
        (translated(), ["fa: missing: 'Hello %(name)s'"]),
        (translated(("Hello %(name)s", "")), ["fa: missing: 'Hello %(name)s'"]),
        (translated(("Hello %(name)s", "سلام %(name)s"), flags=["fuzzy"]), ["fa: fuzzy: 'Hello %(name)s'"]),
        (translated(("Hello %(name)s", "سلام %(nam)s")), ["fa: placeholders differ: 'Hello %(name)s'"]),
        (translated(("Hello %(name)s", "سلام")), ["fa: placeholders differ: 'Hello %(name)s'"]),
    ],
)
def test_problems_are_what_a_reader_would_see(stored: Catalog, told: list[str]) -> None:
    template = translated(("Hello %(name)s", None))

    assert translations.problems("fa", stored, template) == told


def test_plural_forms_may_leave_out_the_number_as_english_does() -> None:
    template = translated((("One", "%(n)s of them"), None))
    good = translated((("One", "%(n)s of them"), ("یکی", "%(n)s تا")))
    bad = translated((("One", "%(n)s of them"), ("یکی", "%(m)s تا")))

    assert translations.problems("fa", good, template) == []
    assert translations.problems("fa", bad, template) == ["fa: placeholders differ: 'One'"]


@pytest.fixture
def elsewhere(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    monkeypatch.setattr(translations, "SOURCES", tmp_path)
    monkeypatch.setattr(translations.collect, "__defaults__", (sources,))
    path: Callable[[str], Path] = translations.catalogue_path
    return path


def test_update_keeps_translations_and_compile_writes_them(elsewhere: Callable[[str], Path], sources: Path) -> None:
    translations.update()
    path = elsewhere("th")
    path.write_text(path.read_text().replace('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "บันทึก"'))
    (sources / "views.py").write_text("a = _('Save')\nd = _('Leave')\n")

    translations.update()
    translations.compile_all()

    with path.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    assert (compiled.gettext("Save"), compiled.gettext("Leave")) == ("บันทึก", "Leave")
    assert compiled.ngettext("One", "%(n)s of them", 2) == "%(n)s of them"
    assert 'msgid "Leave"' in path.read_text()
    assert "Order" not in path.read_text()


def test_everything_is_translated() -> None:
    assert translations.check() == []
