"""The pages of this app."""

from django.urls import path

from .views import account, colleagues, factors, invitations, joining, keys, signing_in, teams

app_name = "staff"
urlpatterns = [
    path("set-up/", joining.set_up, name="set-up"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/second-factor/", signing_in.second_factor, name="second-factor"),
    path("sign-in/passkey/", signing_in.passkey_sign_in, name="passkey-sign-in"),
    path("sign-in/passkey/options/", signing_in.sign_in_options, name="sign-in-options"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("invitation/<str:secret>/", joining.accept, name="accept"),
    path("new-password/<str:who>/<str:token>/", joining.reset, name="reset"),
    path("settings/me/", account.me, name="me"),
    path("settings/me/email/", account.email, name="email"),
    path("settings/me/password/", account.password, name="password"),
    path("settings/me/confirm/", account.confirm, name="confirm"),
    path("settings/me/confirm/options/", account.confirm_options, name="confirm-options"),
    path("settings/me/sessions/", account.sessions, name="sessions"),
    path("settings/me/sessions/end/", account.end_sessions, name="end-sessions"),
    path("settings/me/sessions/<int:number>/end/", account.end_session, name="end-session"),
    path("settings/me/security/", factors.security, name="security"),
    path("settings/me/security/app/", factors.app, name="app"),
    path("settings/me/security/passkeys/", factors.passkeys_, name="passkeys"),
    path("settings/me/security/passkeys/options/", factors.passkey_options, name="passkey-options"),
    path("settings/me/security/passkeys/<int:number>/", factors.rename_passkey, name="rename-passkey"),
    path("settings/me/security/factors/<int:number>/remove/", factors.remove_factor, name="remove-factor"),
    path("settings/me/security/codes/", factors.codes, name="codes"),
    path("settings/staff/", colleagues.everybody, name="colleagues"),
    path("settings/staff/roles/", colleagues.roles, name="roles"),
    path("settings/staff/<int:user_id>/", colleagues.show, name="show"),
    path("settings/staff/<int:user_id>/disable/", colleagues.disable, name="disable"),
    path("settings/staff/<int:user_id>/enable/", colleagues.enable, name="enable"),
    path("settings/staff/<int:user_id>/reset/", colleagues.start_reset, name="start-reset"),
    path("settings/staff/<int:user_id>/factors/remove/", colleagues.remove_factors, name="remove-factors"),
    path("settings/staff/invite/", invitations.invite, name="invite"),
    path("settings/staff/invitations/<int:invitation_id>/resend/", invitations.resend, name="resend"),
    path("settings/staff/invitations/<int:invitation_id>/withdraw/", invitations.withdraw, name="withdraw"),
    path("settings/teams/", teams.teams, name="teams"),
    path("settings/teams/<int:team_id>/", teams.team, name="team"),
    path("settings/teams/<int:team_id>/remove/", teams.remove_team, name="remove-team"),
    path("settings/keys/", keys.keys, name="keys"),
    path("settings/keys/<int:key_id>/revoke/", keys.revoke_key, name="revoke-key"),
]
