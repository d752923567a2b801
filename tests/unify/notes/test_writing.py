"""How notes are shown, and whom they name."""

import pytest

from regulars.unify.notes.naming import Colleague, named_in
from regulars.unify.notes.writing import as_html, as_line

MALI = Colleague(1, "Mali", "mali@shop.example", sees=True)
MALI_SUDA = Colleague(2, "Mali Suda", "suda@shop.example", sees=True)
NOK = Colleague(3, "นก", "nok@shop.example", sees=False)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo\n\nthree", '<p dir="auto">one<br>two</p><p dir="auto">three</p>'),
        ("to do:\n- tea\n* cake", '<p dir="auto">to do:</p><ul dir="auto"><li>tea</li><li>cake</li></ul>'),
        ("**no** milk", '<p dir="auto"><b>no</b> milk</p>'),
        ("2 * 3 ** 4", '<p dir="auto">2 * 3 ** 4</p>'),
        ("<script>alert(1)</script>", '<p dir="auto">&lt;script&gt;alert(1)&lt;/script&gt;</p>'),
        ("**<img src=x>**", '<p dir="auto"><b>&lt;img src=x&gt;</b></p>'),
        ("{0} {} %s", '<p dir="auto">{0} {} %s</p>'),
    ],
)
def test_a_note_is_shown_safely(text: str, html: str) -> None:
    assert as_html(text) == html


def test_a_link_says_where_it_leads() -> None:
    link = "https://shop.example/a?b=1&c=2"

    html = as_html(f"see {link}.")

    escaped = link.replace("&", "&amp;")
    attributes = 'rel="noopener noreferrer nofollow" target="_blank"'
    assert html == f'<p dir="auto">see <a href="{escaped}" {attributes}>{escaped}</a>.</p>'


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "data:text/html,x", 'https://"onmouseover=alert(1)', "//evil.example"]
)
def test_other_addresses_are_no_links(text: str) -> None:
    assert "<a " not in as_html(text)


def test_names_of_colleagues_are_marked() -> None:
    assert as_html("ask @Mali <b>", ["@Mali"]) == '<p dir="auto">ask <span class="mention">@Mali</span> &lt;b&gt;</p>'


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Mali please", {MALI: "@Mali"}),
        ("@mali suda, please", {MALI_SUDA: "@mali suda"}),
        ("@Mali Sudarat", {MALI: "@Mali"}),
        ("(@นก)", {NOK: "@นก"}),
        ("@suda@shop.example and @Mali", {MALI_SUDA: "@suda@shop.example", MALI: "@Mali"}),
        ("write to mali@Mali.example", {}),
        ("@Malinda", {}),
        ("@ Mali", {}),
        ("@Mali @Mali", {MALI: "@Mali"}),
    ],
)
def test_the_longest_name_that_fits_is_meant(text: str, named: dict[Colleague, str]) -> None:
    assert named_in(text, [MALI, MALI_SUDA, NOK]) == named


def test_a_name_that_two_have_means_neither() -> None:
    twin = Colleague(4, "Mali", "twin@shop.example", sees=True)

    assert named_in("@Mali and @twin@shop.example", [MALI, twin]) == {twin: "@twin@shop.example"}


def test_a_note_in_the_timeline_is_one_plain_line() -> None:
    assert as_line("**no** nuts\r\n- tea\n\n* cake") == "no nuts · tea · cake"
