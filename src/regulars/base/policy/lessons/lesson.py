"""What a lesson is made of."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Answer:
    """One answer to choose, and what is said to whoever chooses it wrongly."""

    text: str | Promise
    why: str | Promise = ""

    @property
    def is_right(self) -> bool:
        """Only the right answer needs no words."""
        return not self.why


@dataclass(frozen=True)
class Question:
    """A question with one right answer."""

    text: str | Promise
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Lesson:
    """A lesson; a new `edition` asks everybody to take it again."""

    code: str
    edition: int
    title: str | Promise
    about: str | Promise
    minutes: int
    paragraphs: tuple[str | Promise, ...]
    questions: tuple[Question, ...]
