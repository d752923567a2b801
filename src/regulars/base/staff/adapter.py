"""How allauth is used here: no sign-up by strangers, one message for every wrong sign-in, no messages of its own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Named in the settings as ACCOUNT_ADAPTER."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail address and password do not belong together."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: Any) -> bool:
        """Colleagues are added by colleagues."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Whoever has signed in sees that they have."""

    def _get_login_attempts_cache_key(self, request: Any, **credentials: Any) -> str:
        # Attempts are counted by address alone: otherwise every name of this server would have a count of its own.
        return str(credentials.get("email", "")).strip().lower()
