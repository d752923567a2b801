"""Changes colleagues, their passwords, second factors, sessions, invitations and teams, and the keys of programs."""

from .checks import check_email
from .factors import (
    add_passkey,
    add_totp,
    codes_left,
    codes_once,
    fitting_counter,
    new_codes,
    remove_factor,
    remove_factors,
    rename_passkey,
    try_code,
)
from .invitations import accept, invite, invited, resend, withdraw
from .keys import authenticate_key, create_api_key, revoke_api_key
from .passwords import change_password, random_password, reset_password, resetting, start_reset
from .sessions import forget_ended, is_over, move_session, note_seen, open_session, sign_out_elsewhere, sign_out_of
from .teams import add_team, remove_team, rename_team
from .users import change_access, change_email, create_user, disable_user, enable_user, rename

__all__ = [
    "accept",
    "add_passkey",
    "add_team",
    "add_totp",
    "authenticate_key",
    "change_access",
    "change_email",
    "change_password",
    "check_email",
    "codes_left",
    "codes_once",
    "create_api_key",
    "create_user",
    "disable_user",
    "enable_user",
    "fitting_counter",
    "forget_ended",
    "invite",
    "invited",
    "is_over",
    "move_session",
    "new_codes",
    "note_seen",
    "open_session",
    "random_password",
    "remove_factor",
    "remove_factors",
    "remove_team",
    "rename",
    "rename_passkey",
    "rename_team",
    "resend",
    "reset_password",
    "resetting",
    "revoke_api_key",
    "sign_out_elsewhere",
    "sign_out_of",
    "start_reset",
    "try_code",
    "withdraw",
]
