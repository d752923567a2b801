"""The built-in data dictionary: every field that Regulars knows by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regulars.base.fields.enums import Category, Sensitivity, Type
from regulars.base.fields.words import WORDS, Words


@dataclass(frozen=True, slots=True)
class Validation:
    """What a value must satisfy; bounds are inclusive, `max_length` counts characters, `shape` is that of a text."""

    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    max_length: int = 500
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One trait of a customer.

    `purposes` are the codes it may be used for; `retention` is in days, None: as long as the customer is kept;
    a `guarded` field of a person known to a trusted source is never filled by a public one;
    fields of one `unit` survive together. `words` are what values are called that are chosen.
    A `retired` field is offered nowhere, but its values are kept. A field that is not `built_in` was declared by the
    business; its values stand in the lake's column `other`.
    """

    name: str
    type: Type
    label: str | Promise
    category: Category
    purposes: frozenset[str]
    sensitivity: Sensitivity
    validation: Validation = Validation()
    retention: int | None = None
    guarded: bool = False
    unit: str | None = None
    help: str | Promise = ""
    words: Words = field(default_factory=dict, hash=False)
    is_retired: bool = False
    is_built_in: bool = True

    @property
    def is_special(self) -> bool:
        """Whether its values are sealed at rest."""
        return self.sensitivity is Sensitivity.SPECIAL

    @property
    def has_column(self) -> bool:
        """Whether its values stand in a column of their own in the lake; else they stand in `other`."""
        return self.is_built_in and not self.is_special


GENDERS = ("female", "male", "other")
MARITAL_STATUSES = ("single", "married", "partnered", "separated", "divorced", "widowed")
_LONG = Validation(max_length=5000)
_NAMED = frozenset({"service", "loyalty", "marketing", "personalization", "security", "legal"})
_REACHED = frozenset({"service", "loyalty", "marketing", "security", "legal"})
_STUDIED = frozenset({"marketing", "personalization", "analytics"})
_EVERYDAY = frozenset({"service", "loyalty", "marketing", "personalization", "analytics"})


def _identity(name: str, label: Promise, unit: str | None = None) -> Field:
    return Field(name, Type.TEXT, label, Category.IDENTITY, _NAMED, Sensitivity.IDENTIFYING, guarded=True, unit=unit)


def _contact(name: str, label: Promise, kind: Type = Type.TEXT, unit: str | None = None) -> Field:
    return Field(name, kind, label, Category.CONTACT, _REACHED, Sensitivity.IDENTIFYING, guarded=True, unit=unit)


def _place(name: str, label: Promise) -> Field:
    # So coarse that it tells nobody who somebody is; where customers live is studied everywhere.
    purposes = _REACHED | {"personalization", "analytics"}
    return Field(name, Type.TEXT, label, Category.CONTACT, purposes, Sensitivity.ORDINARY, guarded=True, unit="address")


def _demographic(name: str, label: Promise, kind: Type, validation: Validation = Validation()) -> Field:
    words = WORDS.get(name, {})
    return Field(name, kind, label, Category.DEMOGRAPHIC, _STUDIED, Sensitivity.CONFIDENTIAL, validation, words=words)


def _profession(name: str, label: Promise, kind: Type = Type.TEXT, unit: str | None = None) -> Field:
    return Field(name, kind, label, Category.PROFESSION, _EVERYDAY, Sensitivity.ORDINARY, unit=unit)


def _preference(name: str, label: Promise, purposes: frozenset[str] = _STUDIED) -> Field:
    return Field(name, Type.LIST, label, Category.PREFERENCE, purposes, Sensitivity.ORDINARY)


def _account(name: str, label: Promise, kind: Type = Type.TEXT, validation: Validation = Validation()) -> Field:
    words = WORDS.get(name, {})
    return Field(name, kind, label, Category.ACCOUNT, _EVERYDAY, Sensitivity.ORDINARY, validation, words=words)


def _built_in() -> Iterable[Field]:
    yield from _identities()
    yield from _contacts()
    yield from _demographics()
    yield from _professions()
    yield from _preferences_and_account()


def _identities() -> Iterable[Field]:
    yield _identity("honorific", _("Honorific"), "name")
    yield _identity("first_name", _("First name"), "name")
    yield _identity("middle_name", _("Middle name"), "name")
    yield _identity("last_name", _("Last name"), "name")
    yield _identity("name", _("Name"), "name")
    yield _identity("nickname", _("Nickname"))
    yield _identity("username", _("User name"))
    yield _identity("id", _("Number in the source"))


def _contacts() -> Iterable[Field]:
    yield _contact("email", _("E-mail address"), Type.EMAIL)
    yield _contact("phone", _("Phone number"), Type.PHONE)
    yield _contact("street", _("Street"), unit="address")
    yield _place("city", _("City"))
    yield _place("state", _("State or province"))
    yield _contact("postal_code", _("Postal code"), unit="address")
    yield _place("country", _("Country"))
    yield _contact("line", _("LINE"))
    yield _contact("wechat", _("WeChat"))
    yield _contact("whatsapp", _("WhatsApp"))
    yield _contact("telegram", _("Telegram"))
    yield _contact("facebook", _("Facebook"))
    yield _contact("instagram", _("Instagram"))
    yield _contact("x", _("X"))
    yield _contact("linkedin", _("LinkedIn"))


def _demographics() -> Iterable[Field]:
    yield Field(
        "birthday",
        Type.DATE,
        _("Birthday"),
        Category.DEMOGRAPHIC,
        _STUDIED | {"service", "loyalty"},
        Sensitivity.CONFIDENTIAL,
        guarded=True,
    )
    yield _demographic("age", _("Age"), Type.INTEGER, Validation(minimum=0, maximum=130))
    yield _demographic("age_range", _("Age range"), Type.TEXT)
    yield _demographic("gender", _("Gender"), Type.CHOICE, Validation(choices=GENDERS))
    yield _demographic("marital_status", _("Marital status"), Type.CHOICE, Validation(choices=MARITAL_STATUSES))
    yield _demographic("children", _("Children"), Type.INTEGER, Validation(minimum=0, maximum=30))
    yield _demographic("income", _("Income"), Type.TEXT)
    yield _demographic("education", _("Education"), Type.TEXT)


def _professions() -> Iterable[Field]:
    yield _profession("job_title", _("Job title"))
    yield _profession("company", _("Company"), unit="company")
    yield _profession("company_id", _("Company number"), unit="company")
    yield _profession("industry", _("Industry"), unit="company")
    yield _profession("employee_count", _("Employees"), Type.INTEGER, unit="company")
    yield _profession("plan", pgettext_lazy("what a company pays for", "Plan"), unit="company")


def _preferences_and_account() -> Iterable[Field]:
    yield _preference("preferences", _("Preferences"), _STUDIED | {"service"})
    yield _preference("interests", _("Interests"))
    yield _preference("followed_brands", _("Followed brands"))
    yield _account("language", _("Language"))
    yield _account("website", _("Website"), Type.URL, _LONG)
    yield _account("avatar", _("Picture"), Type.URL, _LONG)
    yield _account("description", _("Description"), validation=_LONG)
    yield _account("created_at", _("Customer since"), Type.MOMENT)
    yield _account("tags", _("Tags"), Type.LIST)


BUILT_IN = tuple(_built_in())
