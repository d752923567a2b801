"""The error tree of policy and training; messages are fit for the user."""

from django.utils.translation import gettext_lazy as _


class PolicyError(Exception):
    """Base of all errors about the business's rules."""

    message = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.message)


class NothingDrafted(PolicyError):
    message = _("There is no draft to publish. Write one first.")


class RulesEmpty(PolicyError):
    message = _("Write at least one section before you publish.")


class NotCurrent(PolicyError):
    message = _("These rules have changed since you opened the page. Please read the current ones.")


class LessonUnknown(PolicyError):
    message = _("There is no such lesson.")
