"""The closed vocabularies of the data dictionary."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Basis(TextChoices):
    """Lawful bases of processing, in the order of GDPR article 6(1)(a) to (f)."""

    CONSENT = "consent", _("Consent")
    CONTRACT = "contract", _("Contract")
    LEGAL_OBLIGATION = "legal_obligation", _("Legal obligation")
    VITAL_INTERESTS = "vital_interests", _("Vital interests")
    PUBLIC_TASK = "public_task", _("Public task")
    LEGITIMATE_INTERESTS = "legitimate_interests", _("Legitimate interests")


class Type(TextChoices):
    """How a value is written and compared."""

    TEXT = "text", _("Text")
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Phone number")
    URL = "url", _("Web address")
    DATE = "date", _("Date")
    MOMENT = "moment", _("Date and time")
    INTEGER = "integer", _("Whole number")
    BOOLEAN = "boolean", _("Yes or no")
    CHOICE = "choice", _("Choice")
    LIST = "list", _("List")


class Category(TextChoices):
    """The groups in which a profile shows its fields."""

    IDENTITY = "identity", _("Identity")
    CONTACT = "contact", _("Contact")
    DEMOGRAPHIC = "demographic", _("Demographics")
    PROFESSION = "profession", _("Profession")
    PREFERENCE = "preference", _("Preferences and interests")
    ACCOUNT = "account", _("Account")
    CUSTOM = "custom", _("Further fields")


class Sensitivity(TextChoices):
    """How much harm a leak of the field would do; SPECIAL is GDPR article 9."""

    ORDINARY = "ordinary", _("Ordinary")
    IDENTIFYING = "identifying", _("Identifies a person")
    CONFIDENTIAL = "confidential", _("Confidential")
    SPECIAL = "special", _("Special category")


class Calendar(TextChoices):
    """Calendars in which people write dates."""

    GREGORIAN = "gregorian", _("Gregorian")
    BUDDHIST = "buddhist", _("Buddhist")
    JALALI = "jalali", _("Jalali")
