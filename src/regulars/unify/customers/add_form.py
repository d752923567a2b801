"""The form in which a colleague writes down somebody new: what most is known of first, every other field behind it."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from regulars.base.fields.dictionary import Field
from regulars.base.fields.enums import Category
from regulars.base.fields.masks import Mask, Shown
from regulars.base.fields.queries import fields, find_field
from regulars.unify.facts.identifiers import PERSON
from regulars.unify.identity.errors import TraitInvalid

from . import tags
from .asking_form import AskingForm
from .errors import TagInvalid
from .forms import form_field, value_of
from .sheets.values import typed_list

CARD = "member_card"
FIRST = ("name", "phone", "email")
FIRST_OF_A_GROUP = ("name", "phone", "email", "city")
GROUP_CATEGORIES = {Category.CONTACT, Category.PROFESSION, Category.ACCOUNT}
NOT_TYPED = {"id", "created_at", "avatar", tags.TRAIT}
LONGEST_CARD = 100


class AddForm(AskingForm):
    """A person, company or household; fields that a colleague does not see at all are not offered."""

    def __init__(self, kind: str, mask: Mask, data: Any = None) -> None:
        super().__init__(data, label_suffix="", initial={})
        self.kind = kind
        self.first = [name for name in (FIRST if kind == PERSON else FIRST_OF_A_GROUP) if is_offered(name, mask)]
        self.later = [one for one in fields() if self.is_later(one, mask)]
        for name in [*self.first, *(one.name for one in self.later)]:
            self.fields[name] = form_field(name, find_field(name), "")
        if kind == PERSON:
            self.fields[CARD] = forms.CharField(label=_("Member card"), max_length=LONGEST_CARD, required=False)
        self.fields[tags.TRAIT] = forms.CharField(label=_("Tags"), required=False, help_text=_("With commas between."))
        self.fields[tags.TRAIT].widget.attrs |= {"dir": "auto", "list": "known-tags", "autocomplete": "off"}
        if self.first:
            self.fields[self.first[0]].widget.attrs["autofocus"] = True

    def is_later(self, field: Field, mask: Mask) -> bool:
        """Whether a field stands among the others."""
        fits = self.kind == PERSON or Category(field.category) in GROUP_CATEGORIES
        return fits and field.name not in self.first and field.name not in NOT_TYPED and is_offered(field.name, mask)

    def clean_tags(self) -> list[str]:
        """Raises ValidationError."""
        try:
            return [tags.read_tag(tag) for tag in typed_list(self.cleaned_data[tags.TRAIT])]
        except TagInvalid as invalid:
            raise forms.ValidationError(str(invalid)) from invalid

    def traits(self) -> dict[str, Any]:
        """What was written, by field; lists as lists."""
        said = {
            name: value_of(name, value)
            for name, value in self.cleaned_data.items()
            if name not in (CARD, tags.TRAIT) and value not in (None, "")
        }
        return said | {tags.TRAIT: list(self.cleaned_data[tags.TRAIT])}

    def cards(self) -> list[str]:
        """The card number, if there is one."""
        card = str(self.cleaned_data.get(CARD) or "").strip()
        return [card] if card else []

    def say(self, wrong: Exception) -> None:
        """What is wrong, beside its field."""
        if isinstance(wrong, TraitInvalid) and wrong.values["trait"] in self.fields:
            self.add_error(str(wrong.values["trait"]), str(wrong.values["reason"]))
        else:
            self.add_error(None, str(wrong))

    def usual(self) -> list[BoundField]:
        """The fields that stand first."""
        return [self[name] for name in self.first + ([CARD] if CARD in self.fields else []) + [tags.TRAIT]]

    def others(self) -> list[tuple[str, list[BoundField]]]:
        """All others, by category."""
        groups: dict[str, list[BoundField]] = {}
        for one in self.later:
            groups.setdefault(str(Category(one.category).label), []).append(self[one.name])
        return list(groups.items())

    def opened(self) -> bool:
        """Whether one of the others was filled, or is wrong."""
        return any(bound.data or bound.errors for _label, group in self.others() for bound in group)


def is_offered(name: str, mask: Mask) -> bool:
    return find_field(name) is not None and mask.of(name) is not Shown.HIDDEN
