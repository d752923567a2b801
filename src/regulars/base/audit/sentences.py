"""Audit entries in words: who did what to whom, in whole sentences, with links for those who may follow them."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from regulars.base.audit import queries
from regulars.base.audit.models import AuditEntry
from regulars.base.fields import display
from regulars.base.fields.queries import find_field
from regulars.base.web import trail

May = Callable[[str], bool]
Names = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True)
class Line:
    """An entry as it is shown; `said` is the sentence with links, `text` None where there is none or it is hidden."""

    entry: AuditEntry
    said: SafeString
    plain: str
    text: str | None
    is_text_erased: bool
    origin: trail.Origin | None
    is_origin_erased: bool

    @property
    def fields(self) -> list[str]:
        """What the fields are called, where the dictionary or another app knows them."""
        known = ((name, find_field(name)) for name in self.entry.fields)
        return [str(field.label if field else trail.fields.get(name, name)) for name, field in known]

    @property
    def rule(self) -> str:
        """The rule that was asked for, in words; empty where what was typed is none."""
        if not self.text or not self.text.startswith("{"):
            return ""
        # Deferred: rules bring an engine's library, which commands that tell of acts never need.
        from regulars.base import rules  # noqa: PLC0415

        try:
            return rules.sentence(rules.parse(json.loads(self.text), rules.vocabulary()))
        except (ValueError, RecursionError, rules.RuleInvalid):
            return ""


def lines(entries: Sequence[AuditEntry], *, may: May, with_texts: bool) -> list[Line]:
    """Entries in words; as many queries for many entries as for a few."""
    ids = [one.id for one in entries]
    single = queries.subjects(one.id for one in entries if one.subject_count == 1)
    texts = queries.texts(ids) if with_texts else {}
    origins = queries.origins({bytes(one.origin) for one in entries if one.origin is not None})
    actors, things = actor_names(entries), thing_names(entries, single)
    return [
        line(one, single.get(one.id, []), actors, things, texts, origins, may=may, with_texts=with_texts)
        for one in entries
    ]


def line(
    entry: AuditEntry,
    keys: Sequence[int],
    actors: Mapping[str, str],
    things: Names,
    texts: Mapping[int, str],
    origins: Mapping[bytes, trail.Origin],
    *,
    may: May,
    with_texts: bool,
) -> Line:
    who = actors[entry.actor]
    whom = thing(entry.object_type, keys[0], things, may) if keys else escape(many_words(entry))
    # Sentences are ours; what stands in them is escaped.
    said = mark_safe(sentence(entry, whom=whom, who=format_html("<bdi>{}</bdi>", who)))  # noqa: S308
    plain = sentence(
        entry, whom=thing_words(entry.object_type, keys[0], things) if keys else many_words(entry), who=who
    )
    origin = origins.get(bytes(entry.origin)) if entry.origin is not None else None
    text = texts.get(entry.id)
    is_text_erased = with_texts and entry.text_hash is not None and text is None
    return Line(entry, said, plain, text, is_text_erased, origin, entry.origin is not None and origin is None)


class Counted(int):
    """Chooses the form of a plural, and is written in the reader's digits."""

    def __str__(self) -> str:
        return display.number(int(self))


def sentence(entry: AuditEntry, *, who: str, whom: str) -> str:
    """The act's own sentence; an action that no app knows any more is named by its code."""
    given = {"who": who, "whom": whom, "n": Counted(entry.subject_count), "action": entry.action}
    act = trail.acts.get(entry.action)
    if act is None:
        return _("%(who)s: %(action)s") % given
    words: Any = act.one if act.many is None or entry.subject_count == 1 else act.many
    return str(words % given)


def many_words(entry: AuditEntry) -> str:
    """What stands where an action is about one object, but this time it was none or several."""
    if not entry.subject_count:
        return _("nobody in particular")
    return _("several at once (%(n)s)") % {"n": Counted(entry.subject_count)}


def thing(type_: str, key: int, names: Names, may: May) -> SafeString:
    """An object in words, as a link where there is a page and it may be opened."""
    words, known = thing_words(type_, key, names), trail.things.get(type_)
    url = address(known, key) if known and known.url and (not known.permission or may(known.permission)) else ""
    return format_html('<a href="{}"><bdi>{}</bdi></a>', url, words) if url else format_html("<bdi>{}</bdi>", words)


def address(known: trail.Thing, key: int) -> str:
    try:
        return reverse(known.url, args=[key])
    except NoReverseMatch:
        return ""


def thing_words(type_: str, key: int, names: Names) -> str:
    """What people call it, else its kind and key."""
    named = names.get(type_, {}).get(key)
    known = trail.things.get(type_)
    if named:
        return named
    return str(known.words) % {"key": key} if known else f"{type_} {key}".strip()


def actor_names(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """What whoever acted is called."""
    return named_actors({one.actor for one in entries})


def named_actors(actors: Collection[str]) -> dict[str, str]:
    """The same, by actor; one query for each kind."""
    numbers: dict[str, set[int]] = {}
    for actor in actors:
        kind, _colon, number = actor.partition(":")
        if number:
            numbers.setdefault(kind, set()).add(int(number))
    known = {kind: trail.names[kind](ids) for kind, ids in numbers.items() if kind in trail.names}
    return {actor: actor_name(actor, known) for actor in actors}


def actor_name(actor: str, known: Names) -> str:
    plain = {"owner": _("The owner"), "system": _("Regulars itself"), "matching": _("Matching, without asking")}
    kind, _colon, number = actor.partition(":")
    if kind in plain:
        return plain[kind]
    name = known.get(kind, {}).get(int(number))
    return name or actor


def thing_names(entries: Iterable[AuditEntry], single: Mapping[int, Sequence[int]]) -> Names:
    """What the objects are called whose app knows names, by type; one query for each."""
    keys: dict[str, set[int]] = {}
    for one in entries:
        keys.setdefault(one.object_type, set()).update(single.get(one.id, ()))
    found = {}
    for type_, ids in keys.items():
        known = trail.things.get(type_)
        if ids and known and known.names:
            found[type_] = known.names(ids)
    return found
