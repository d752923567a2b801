"""Writes and publishes the business's rules; notes who has read them and who has passed a lesson."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from regulars.base.audit.services import record
from regulars.base.policy.enums import Section
from regulars.base.policy.errors import LessonUnknown, NotCurrent, NothingDrafted, RulesEmpty
from regulars.base.policy.lessons import LESSONS
from regulars.base.policy.models import Acknowledgement, LessonPass, PolicyVersion
from regulars.base.policy.queries import current, draft
from regulars.base.staff.queries import actor_of

if TYPE_CHECKING:
    from regulars.base.staff.models import User

Texts = Mapping[str, Mapping[str, str]]


@transaction.atomic
def save_draft(texts: Texts, *, change: str, needs_reading: bool, actor: str) -> PolicyVersion:
    """Keep what is being written: {section: {language: text}}; nobody is asked to read it yet."""
    known = {section: dict(texts.get(section, {})) for section in Section.values}
    version = draft() or PolicyVersion(number=next_number())
    version.texts, version.change, version.needs_reading = known, change, needs_reading
    version.save()
    record("policy.write", actor=actor, object_type="policy", keys=[version.number])
    return version


def next_number() -> int:
    """Versions are counted from 1."""
    newest = current()
    return newest.number + 1 if newest else 1


@transaction.atomic
def publish(*, actor: str) -> PolicyVersion:
    """Put the draft into force. Raises NothingDrafted, RulesEmpty."""
    version = draft()
    if version is None:
        raise NothingDrafted
    if not any(text.strip() for texts in version.texts.values() for text in texts.values()):
        raise RulesEmpty
    version.published_at, version.published_by = timezone.now(), actor
    version.save()
    record("policy.publish", actor=actor, object_type="policy", keys=[version.number])
    return version


@transaction.atomic
def acknowledge(user: "User", number: int) -> Acknowledgement:
    """Note that a colleague has read the rules in force; harmless when repeated. Raises NotCurrent."""
    version = current()
    if version is None or version.number != number:
        raise NotCurrent
    made, is_new = Acknowledgement.objects.get_or_create(user_id=user.pk, version=version)
    if is_new:
        record("policy.acknowledge", actor=actor_of(user), object_type="policy", keys=[version.number])
    return made


@transaction.atomic
def pass_lesson(user: "User", code: str) -> LessonPass:
    """Note that a colleague has passed a lesson; harmless when repeated. Raises LessonUnknown."""
    if code not in LESSONS:
        raise LessonUnknown
    made, is_new = LessonPass.objects.get_or_create(user_id=user.pk, lesson=code, edition=LESSONS[code].edition)
    if is_new:
        record("training.pass", actor=actor_of(user), object_type="user", keys=[user.pk], fields=[code])
    return made
