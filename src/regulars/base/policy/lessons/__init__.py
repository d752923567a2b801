"""The built-in lessons, in the order in which they are best taken."""

from .access import ACCESS
from .incidents import INCIDENTS
from .lesson import Answer, Lesson, Question
from .personal import PERSONAL
from .purpose import PURPOSE
from .requests import REQUESTS

LESSONS: dict[str, Lesson] = {one.code: one for one in (PERSONAL, PURPOSE, ACCESS, REQUESTS, INCIDENTS)}

__all__ = ["LESSONS", "Answer", "Lesson", "Question"]
