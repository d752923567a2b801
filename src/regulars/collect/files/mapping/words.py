"""The heads that shops give to columns, read from `heads.txt`, and what we call the targets in every language."""

import re
from functools import cache, lru_cache
from importlib import resources

from regulars.base.fields.queries import current
from regulars.collect.files.mapping.answers import in_languages
from regulars.collect.files.mapping.cells import folded
from regulars.collect.files.mapping.columns import Kind
from regulars.collect.files.mapping.targets import meaning, targets

CERTAIN, SURE, LIKELY = 1.0, 0.95, 0.85
_SCRIPTS = {
    "th": re.compile("[\u0e00-\u0e7f]"),
    "fa": re.compile("[\u0600-\u06ff]"),
    "zh": re.compile("[\u3400-\u9fff]"),
}
_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]")
_NUMBER = re.compile(r"(?<=\D)\s*[#№_-]?\s*([1-9])$")
_EITHER = re.compile(r"\s*[/|\n·()（）\[\]【】:：]\s*")


@cache
def written() -> dict[str, tuple[str, ...]]:
    """Target → heads as shops write them."""
    lines = resources.files(__package__).joinpath("heads.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, tuple[str, ...]] = {}
    target = ""
    for line in lines:
        if line[:1] == " ":
            found[target] = (*found.get(target, ()), *(head.strip() for head in line.split(";")))
        else:
            target = line
    return found


def meanings(kind: Kind) -> dict[str, tuple[str, float]]:
    """Folded head → target and confidence, for files of this kind."""
    return _meanings(current().version, kind)


@lru_cache(maxsize=32)
def _meanings(_version: str, kind: Kind) -> dict[str, tuple[str, float]]:
    offered = {target.code: target for target in targets(kind)}
    found: dict[str, tuple[str, float]] = {}
    for word, heads in written().items():
        code = meaning(kind, word)
        if code in offered:
            for head in heads:
                found.setdefault(folded(head), (code, SURE))
    for target in reversed(offered.values()):
        found.setdefault(folded(target.code.partition(":")[2]), (target.code, SURE))
    named: dict[str, tuple[str, float]] = {}
    for target in offered.values():
        for label in in_languages(target.label):
            named.setdefault(folded(label), (target.code, CERTAIN))
    found |= named
    found.pop("", None)
    return found


def meant(head: str, kind: Kind) -> tuple[str, float, int]:
    """Target ("" if unknown), confidence, and which of several such columns the head says it is (1: the first)."""
    known = meanings(kind)
    if found := known.get(folded(head)):
        return *found, 1
    number = 1
    plain = _ASIDE.sub(" ", head).strip(" *:：")
    if match := _NUMBER.search(folded(plain)):
        number = int(match.group(1))
        plain = re.sub(r"[\s#№_-]*\S$", "", plain)
    for part in dict.fromkeys((plain, *_EITHER.split(head))):
        if found := known.get(folded(part)):
            return found[0], min(found[1], LIKELY), number
    return "", 0.0, number


def language_of(heads: list[str]) -> str:
    """The language in which a file's heads are written."""
    words = " ".join(heads)
    counts = {language: len(script.findall(words)) for language, script in _SCRIPTS.items()}
    language = max(counts, key=lambda code: counts[code])
    return language if counts[language] else "en"
