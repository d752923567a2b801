"""What is wrong with a page's HTML: what its parser must complain of, ids twice, references to nothing, and elements
where they may not stand."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser

REFERRING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "list", "form")
BLOCKS = set(
    "address article aside blockquote details dialog div dl fieldset figure footer form h1 h2 h3 h4 h5 h6".split()
)
BLOCKS |= set("header hr main nav ol p pre section table ul".split())
ONLY_WORDS = {"span", "button", "label", "h1", "h2", "h3", "h4", "h5", "h6", "p", "b", "i", "small", "code", "bdi"}
ONLY_THESE = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "tr": {"td", "th"}}
MISSING_DOCTYPE = "expected-doctype-but-got"


def complaints(html: str) -> list[str]:
    """Sentences, none for a valid page; a part of a page may lack its doctype, and refer to what is elsewhere."""
    parser = HTMLParser(namespace_html_elements=False)
    root: Element = parser.parse(html)
    is_part = not html.lstrip().lower().startswith("<!doctype")
    wrong = [f"{at}: {code} {about or ''}".strip() for at, code, about in parser.errors]
    if is_part:
        wrong = [one for one in wrong if MISSING_DOCTYPE not in one]
    return [*wrong, *wrong_ids(root, is_part=is_part), *(one for element in root.iter() for one in misplaced(element))]


def wrong_ids(root: Element, *, is_part: bool) -> Iterator[str]:
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    yield from (f"id {name} stands {times} times" for name, times in ids.items() if times > 1)
    for element in root.iter() if not is_part else ():
        for attribute in REFERRING:
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"{element.tag} {attribute} refers to {name}, which is not there"


def misplaced(element: Element) -> Iterator[str]:
    """What may not stand inside this element."""
    children = list(element)
    if element.tag in ONLY_WORDS:
        yield from (f"{child.tag} in {element.tag}" for child in children if child.tag in BLOCKS)
    if element.tag in ONLY_THESE:
        yield from (f"{child.tag} in {element.tag}" for child in children if child.tag not in ONLY_THESE[element.tag])
