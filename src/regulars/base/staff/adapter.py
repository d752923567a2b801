"""How allauth is used here: no sign-up by strangers, one message for every wrong sign-in, no messages of its own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import headed_redirect_response
from django.utils.translation import gettext_lazy as _

from regulars.base.audit.services import record
from regulars.base.staff.models import User
from regulars.base.staff.queries import actor_of


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

    def get_login_stages(self) -> list[str]:
        return ["regulars.base.staff.stages.SecondFactor"]

    def respond_user_inactive(self, request: Any, user: Any) -> Any:
        """Nobody is told that an account is closed."""
        return headed_redirect_response("staff:sign-in")

    def post_login(self, request: Any, user: User, **hooks: Any) -> Any:
        """Written down only now, after the last stage."""
        record("user.sign_in", actor=actor_of(user), object_type="user", keys=[user.pk])
        return super().post_login(request, user, **hooks)

    def _get_login_attempts_cache_key(self, request: Any, **credentials: Any) -> str:
        # Attempts are counted by address alone: otherwise every name of this server would have a count of its own.
        return str(credentials.get("email", "")).strip().lower()
