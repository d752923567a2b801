"""Reads the business's rules, and who has read them and passed the lessons."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Max, QuerySet
from django.utils.translation import get_language

from regulars.base.policy.enums import Section
from regulars.base.policy.lessons import LESSONS
from regulars.base.policy.models import Acknowledgement, LessonPass, PolicyVersion
from regulars.base.staff.queries import users

if TYPE_CHECKING:
    from regulars.base.staff.models import User


@dataclass(frozen=True)
class Part:
    """A section of the rules in the reader's language, or in `language` where nobody has written it in theirs."""

    section: Section
    text: str
    language: str

    @property
    def paragraphs(self) -> list[str]:
        """The text without its empty lines."""
        return [part.strip() for part in self.text.split("\n\n") if part.strip()]


@dataclass(frozen=True)
class Standing:
    """How far a colleague is: when they read the current rules, and how many of the lessons they have passed."""

    user: "User"
    read_at: datetime | None
    passed: int

    @property
    def has_all(self) -> bool:
        """Whether nothing is left to do."""
        return self.read_at is not None and self.passed == len(LESSONS)


def current() -> PolicyVersion | None:
    """The rules that are in force; None before any were published."""
    return versions().first()


def versions() -> QuerySet[PolicyVersion]:
    """Everything that was ever published, newest first."""
    return PolicyVersion.objects.exclude(published_at=None).order_by("-number")


def draft() -> PolicyVersion | None:
    """What is being written, if anything is."""
    return PolicyVersion.objects.filter(published_at=None).first()


def parts(version: PolicyVersion, language: str | None = None) -> list[Part]:
    """The sections that have a text, for a reader of a language."""
    found = [part_of(version, section, language or get_language() or "en") for section in Section]
    return [part for part in found if part.text]


def part_of(version: PolicyVersion, section: Section, language: str) -> Part:
    """One section in this language, else in whichever it was written."""
    texts = version.texts.get(section.value, {})
    written = {code: text for code, text in texts.items() if text.strip()}
    chosen = language if language in written else next(iter(written), language)
    return Part(section, written.get(chosen, ""), chosen)


def to_read() -> int | None:
    """The oldest version whose readers need not read again: the newest one that asked to be read; None for none."""
    found: int | None = versions().filter(needs_reading=True).aggregate(newest=Max("number"))["newest"]
    return found


def read_by(user_ids: Collection[int] | None = None) -> dict[int, datetime]:
    """Colleague → when they acknowledged rules that still count."""
    needed = to_read()
    if needed is None:
        return {}
    found = Acknowledgement.objects.filter(version__number__gte=needed).order_by("at")
    if user_ids is not None:
        found = found.filter(user_id__in=user_ids)
    return dict(found.values_list("user_id", "at"))


def must_read(user: "User") -> bool:
    """Whether rules are in force that this colleague has not acknowledged."""
    return to_read() is not None and user.pk not in read_by([user.pk])


def passed(user_ids: Collection[int] | None = None) -> Mapping[int, dict[str, datetime]]:
    """Colleague → lesson → when they passed its present edition."""
    found = LessonPass.objects.all() if user_ids is None else LessonPass.objects.filter(user_id__in=user_ids)
    result: dict[int, dict[str, datetime]] = {}
    for user_id, lesson, edition, at in found.values_list("user_id", "lesson", "edition", "at"):
        if lesson in LESSONS and LESSONS[lesson].edition == edition:
            result.setdefault(user_id, {})[lesson] = at
    return result


def standings() -> list[Standing]:
    """Every active colleague and how far they are; who has most to do comes first."""
    read, lessons = read_by(), passed()
    found = [
        Standing(user, read.get(user.pk), len(lessons.get(user.pk, {}))) for user in users().filter(is_active=True)
    ]
    return sorted(found, key=lambda one: (one.has_all, one.read_at is not None, one.passed, str(one.user).casefold()))
