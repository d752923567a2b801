"""The pages of this app."""

from django.urls import path

from . import views

app_name = "staff"
urlpatterns = [
    path("set-up/", views.set_up, name="set-up"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("settings/password/", views.password, name="password"),
    path("settings/keys/", views.keys, name="keys"),
    path("settings/keys/<int:key_id>/revoke/", views.revoke_key, name="revoke-key"),
]
