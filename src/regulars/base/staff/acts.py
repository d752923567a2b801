"""What the audit trail says of colleagues, their keys and their sign-in."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from regulars.base.staff.models import ApiKey, Team, User
from regulars.base.web import trail
from regulars.base.web.trail import ACCESS, SETTINGS, SIGNED_IN, Act, Thing, add_acts, add_things


def user_names(ids: Collection[int]) -> dict[int, str]:
    """What these colleagues are called, by id."""
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}


def key_names(ids: Collection[int]) -> dict[int, str]:
    """What these API keys are called, by id."""
    return dict(ApiKey.objects.filter(pk__in=ids).values_list("pk", "name"))


def team_names(ids: Collection[int]) -> dict[int, str]:
    """What these teams are called, by id."""
    return dict(Team.objects.filter(pk__in=ids).values_list("pk", "name"))


trail.names |= {"user": user_names, "key": key_names}
add_things(
    Thing("user", _("colleague %(key)s"), "staff:show", "staff.see", names=user_names),
    Thing("team", _("team %(key)s"), names=team_names),
    Thing("invitation", _("invitation %(key)s")),
    Thing("api_key", _("API key %(key)s"), names=key_names),
)
add_acts(
    Act("user.sign_in", SIGNED_IN, _("%(who)s signed in.")),
    Act("user.sign_in_failed", SIGNED_IN, _("Somebody tried to sign in and failed.")),
    Act("user.sign_out", SIGNED_IN, _("%(who)s signed out.")),
    Act("user.set_up", ACCESS, _("%(who)s set this database up as its owner.")),
    Act("user.create", ACCESS, _("%(who)s added the colleague %(whom)s.")),
    Act("user.change_password", ACCESS, _("%(who)s changed the password of %(whom)s.")),
    Act("user.change_preferences", SETTINGS, _("%(whom)s chose how pages are written for them.")),
    Act("user.edit", ACCESS, _("%(who)s changed their own account.")),
    Act("user.change_access", ACCESS, _("%(who)s changed what %(whom)s may do and see.")),
    Act("user.disable", ACCESS, _("%(who)s closed the account of %(whom)s.")),
    Act("user.enable", ACCESS, _("%(who)s opened the account of %(whom)s again.")),
    Act("user.start_reset", ACCESS, _("%(who)s let %(whom)s choose a new password.")),
    Act("user.add_factor", ACCESS, _("%(whom)s added a second factor.")),
    Act("user.remove_factor", ACCESS, _("%(whom)s removed a second factor.")),
    Act("user.remove_factors", ACCESS, _("%(who)s took the second factors from %(whom)s.")),
    Act("user.new_codes", ACCESS, _("%(whom)s made new recovery codes.")),
    Act("user.end_sessions", SIGNED_IN, _("%(whom)s signed out of other browsers.")),
    Act("invitation.send", ACCESS, _("%(who)s invited a colleague.")),
    Act("invitation.withdraw", ACCESS, _("%(who)s withdrew an invitation.")),
    Act("invitation.accept", ACCESS, _("%(whom)s accepted an invitation.")),
    Act("team.create", ACCESS, _("%(who)s added the team %(whom)s.")),
    Act("team.rename", ACCESS, _("%(who)s renamed the team %(whom)s.")),
    Act("team.remove", ACCESS, _("%(who)s removed the team %(whom)s.")),
    Act("api_key.create", ACCESS, _("%(who)s made the API key %(whom)s.")),
    Act("api_key.revoke", ACCESS, _("%(who)s revoked the API key %(whom)s.")),
)
