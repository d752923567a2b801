"""The stage of sign-in between the password and the session: whoever has a second factor is asked for it."""

from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.core.internal.httpkit import headed_redirect_response
from allauth.mfa.stages import AuthenticateStage
from django.utils.crypto import constant_time_compare


class SecondFactor(AuthenticateStage):  # type: ignore[misc]
    """Named in the adapter; what was proved so far counts only while password and account stay as they were."""

    urlname = "staff:second-factor"

    def handle(self) -> tuple[Any, bool]:
        if not self._should_handle(self.request):
            return None, True
        self.request.session.cycle_key()
        self.state["knew"] = self.login.user.get_session_auth_hash()
        return headed_redirect_response(self.urlname), True

    def abort(self) -> Any:
        """Forget the password that was given."""
        clear_login(self.request)
        return headed_redirect_response("staff:sign-in")

    @property
    def still_holds(self) -> bool:
        """Whether they could sign in with the password that they gave."""
        user = self.login.user
        knew = str(self.state.get("knew", ""))
        return bool(user and user.is_active and constant_time_compare(knew, user.get_session_auth_hash()))
