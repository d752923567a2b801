"""What the audit trail says of colleagues, their keys and their sign-in."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from regulars.base.staff.models import ApiKey, User
from regulars.base.web import trail
from regulars.base.web.trail import ACCESS, SETTINGS, SIGNED_IN, Act, Thing, add_acts, add_things


def user_names(ids: Collection[int]) -> dict[int, str]:
    """What these colleagues are called, by id."""
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}


def key_names(ids: Collection[int]) -> dict[int, str]:
    """What these API keys are called, by id."""
    return dict(ApiKey.objects.filter(pk__in=ids).values_list("pk", "name"))


trail.names |= {"user": user_names, "key": key_names}
add_things(
    Thing("user", _("colleague %(key)s"), names=user_names),
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
    Act("api_key.create", ACCESS, _("%(who)s made the API key %(whom)s.")),
    Act("api_key.revoke", ACCESS, _("%(who)s revoked the API key %(whom)s.")),
)
