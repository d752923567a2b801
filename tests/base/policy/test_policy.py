"""The rules for customer data: written, published, read anew by everybody; and the lessons."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import translation

from regulars.base.audit.queries import entries
from regulars.base.policy import queries, services
from regulars.base.policy.errors import LessonUnknown, NotCurrent, NothingDrafted, RulesEmpty
from regulars.base.policy.lessons import LESSONS
from regulars.base.policy.models import PolicyVersion
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User

pytestmark = pytest.mark.django_db

TEXTS = {"using": {"en": "Look only where you must.\n\nNever else."}}


def colleague(name: str, role: str = Role.VIEWER) -> User:
    return User.objects.create_user(f"{name}@shop.example", name=name, role=role)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def published(change: str = "", *, needs_reading: bool = True) -> PolicyVersion:
    services.save_draft(TEXTS, change=change, needs_reading=needs_reading, actor="owner")
    return services.publish(actor="owner")


def test_a_draft_is_nobodys_rules() -> None:
    services.save_draft(TEXTS, change="", needs_reading=True, actor="owner")

    assert (queries.current(), queries.must_read(colleague("Mali"))) == (None, False)


def test_published_rules_are_to_be_read_by_everybody_and_once() -> None:
    mali, tom = colleague("Mali"), colleague("Tom")
    version = published()

    services.acknowledge(mali, version.number)
    services.acknowledge(mali, version.number)

    assert (queries.must_read(mali), queries.must_read(tom)) == (False, True)
    assert entries(action="policy.acknowledge").count() == 1


def test_new_rules_are_to_be_read_again_but_a_small_correction_is_not() -> None:
    mali = colleague("Mali")
    services.acknowledge(mali, published().number)

    published("A comma.", needs_reading=False)
    after_comma = queries.must_read(mali)
    published("We now ask for the birthday.")

    assert (after_comma, queries.must_read(mali)) == (False, True)
    assert [one.number for one in queries.versions()] == [3, 2, 1]


def test_rules_that_changed_meanwhile_are_not_acknowledged() -> None:
    mali = colleague("Mali")
    old = published()
    published("More.")

    with pytest.raises(NotCurrent):
        services.acknowledge(mali, old.number)

    assert queries.must_read(mali)


def test_empty_or_missing_drafts_are_not_published() -> None:
    with pytest.raises(NothingDrafted):
        services.publish(actor="owner")
    services.save_draft({"using": {"en": " "}}, change="", needs_reading=True, actor="owner")
    with pytest.raises(RulesEmpty):
        services.publish(actor="owner")


def test_there_is_one_draft() -> None:
    PolicyVersion.objects.create(number=1)

    with pytest.raises(IntegrityError):
        PolicyVersion.objects.create(number=2)


def test_a_reader_without_a_text_in_their_language_gets_another() -> None:
    version = published()

    with translation.override("fa"):
        (part,) = queries.parts(version)

    assert (part.language, part.paragraphs) == ("en", ["Look only where you must.", "Never else."])


def test_the_owner_begins_with_rules_that_fit_most_shops(may: Callable[..., Client]) -> None:
    owner = may("policy.edit")

    page = owner.get("/policy/edit/").content.decode()
    saved = owner.post("/policy/edit/", {"collecting": "Only what we need.", "change": "First."})
    owner.post("/policy/publish/")

    assert "We ask only for what we need, and we say what for." in page
    assert saved.status_code == 302
    assert [part.text for part in queries.parts(queries.versions()[0])] == ["Only what we need."]


def test_writing_one_language_keeps_the_others(may: Callable[..., Client]) -> None:
    published()

    may("policy.edit").post("/policy/edit/?text=th", {"using": "ดูเฉพาะที่จำเป็น"})

    draft = queries.draft()
    assert draft is not None
    assert draft.texts["using"] == {"en": TEXTS["using"]["en"], "th": "ดูเฉพาะที่จำเป็น"}


def test_a_colleague_reads_and_says_so() -> None:
    mali, version = colleague("Mali"), published()

    before = browser(mali).get("/policy/").content.decode()
    browser(mali).post("/policy/acknowledge/", {"version": version.number})
    after = browser(mali).get("/policy/").content.decode()

    assert ("I have read these rules" in before, "I have read these rules" in after) == (True, False)
    assert "Look only where you must." in after


def test_who_has_not_read_is_shown_first() -> None:
    mali, boss = colleague("Mali"), colleague("Boss", Role.OWNER)
    services.acknowledge(mali, published().number)

    assert [str(one.user) for one in queries.standings()] == ["Boss", "Mali"]
    page = browser(boss).get("/policy/colleagues/").content.decode()
    assert page.index("Boss</bdi></th>") < page.index("Mali</bdi></th>")
    assert "not yet read" in page


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_every_question_has_one_right_answer_and_reasons_for_the_others(lesson: object) -> None:
    for question in LESSONS[lesson.code].questions:  # type: ignore[attr-defined]
        assert sum(answer.is_right for answer in question.answers) == 1
        assert len(question.answers) == 3


def right_answers(code: str) -> dict[str, str]:
    questions = LESSONS[code].questions
    return {
        f"q{place}": str(next(n for n, answer in enumerate(question.answers) if answer.is_right))
        for place, question in enumerate(questions)
    }


def test_a_lesson_is_passed_with_right_answers_only() -> None:
    mali, right = colleague("Mali"), right_answers("purpose")
    wrong = right | {"q0": str((int(right["q0"]) + 1) % 3)}

    refused = browser(mali).post("/policy/training/purpose/", wrong).content.decode()
    before = dict(queries.passed())
    browser(mali).post("/policy/training/purpose/", right)

    assert "Not every answer is right yet." in refused
    assert (before, list(queries.passed()[mali.pk])) == ({}, ["purpose"])


def test_an_unknown_lesson_is_not_there() -> None:
    mali = colleague("Mali")

    assert browser(mali).get("/policy/training/nonsense/").status_code == 404
    with pytest.raises(LessonUnknown):
        services.pass_lesson(mali, "nonsense")


def test_a_new_edition_is_taken_again(monkeypatch: pytest.MonkeyPatch) -> None:
    mali = colleague("Mali")
    services.pass_lesson(mali, "access")

    monkeypatch.setitem(LESSONS, "access", type(LESSONS["access"])(**{**vars(LESSONS["access"]), "edition": 2}))

    assert queries.passed() == {}


@pytest.mark.parametrize(("role", "says"), [(Role.OWNER, (True, False)), (Role.VIEWER, (False, True))])
def test_no_rules_yet_says_what_the_reader_may_do(role: str, says: tuple[bool, bool]) -> None:
    page = browser(colleague("Mali", role)).get("/policy/").content.decode()

    assert ("Write down how your business" in page, "Once they are written" in page) == says
