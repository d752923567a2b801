"""What is typed when the rules are written, and how a lesson's questions are asked."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from regulars.base.policy.enums import Section
from regulars.base.policy.lessons import Lesson
from regulars.base.policy.models import PolicyVersion
from regulars.base.policy.starter import STARTER

LONGEST = 20_000


class RulesForm(forms.Form):
    """Every section in one language; the texts in other languages stay as they are."""

    change = forms.CharField(
        label=_("What is new?"),
        help_text=_("One sentence for your colleagues, such as: we now ask for the birthday."),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    small = forms.BooleanField(
        label=_("This is only a small correction: nobody needs to read the rules again."), required=False
    )

    def __init__(self, language: str, before: PolicyVersion | None, data: Any = None) -> None:
        self.language = language
        self.before = before
        super().__init__(data, label_suffix="", initial=self.initial_texts())
        for section in Section:
            self.fields[section.value] = forms.CharField(
                label=section.label,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"dir": "auto", "rows": 10, "lang": language}),
            )
        self.order_fields([*Section.values, "change", "small"])

    def initial_texts(self) -> dict[str, Any]:
        """What stands, or the rules to begin with where nothing was ever written."""
        if self.before is None:
            return {section.value: str(text) for section, text in STARTER.items()}
        texts = {section: self.before.texts.get(section, {}).get(self.language, "") for section in Section.values}
        unpublished = self.before.published_at is None
        return texts | ({"change": self.before.change, "small": not self.before.needs_reading} if unpublished else {})

    def texts(self) -> dict[str, dict[str, str]]:
        """{section: {language: text}} with what was typed in place of this language's texts."""
        before = self.before.texts if self.before else {}
        known = [code for code, _name in settings.LANGUAGES]
        found: dict[str, dict[str, str]] = {}
        for section in Section.values:
            said = {**before.get(section, {}), self.language: self.cleaned_data[section].strip()}
            found[section] = {code: said[code] for code in known if said.get(code)}
        return found


class LessonForm(forms.Form):
    """The questions of a lesson, each with one right answer."""

    def __init__(self, lesson: Lesson, data: Any = None) -> None:
        self.lesson = lesson
        super().__init__(data, label_suffix="")
        for place, question in enumerate(lesson.questions):
            choices = [(str(number), answer.text) for number, answer in enumerate(question.answers)]
            self.fields[f"q{place}"] = forms.ChoiceField(
                label=str(question.text),
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer.")},
            )

    def clean(self) -> dict[str, Any]:
        """Say of each wrong answer why it is wrong."""
        cleaned = super().clean() or {}
        for place, question in enumerate(self.lesson.questions):
            given = cleaned.get(f"q{place}")
            if given is not None and not question.answers[int(given)].is_right:
                self.add_error(f"q{place}", str(question.answers[int(given)].why))
        return cleaned
