"""The pages of settings, below settings/."""

from django.urls import path

from . import views

app_name = "settings"
urlpatterns = [
    path("", views.index, name="index"),
    path("preferences/", views.preferences, name="preferences"),
    path("business/", views.about_business, name="business"),
    path("sign-in/", views.sign_in_rules, name="sign-in"),
]
