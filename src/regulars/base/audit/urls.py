"""The pages of this app."""

from django.urls import path

from . import views

app_name = "audit"
urlpatterns = [
    path("", views.trail_list, name="list"),
    path("<int:entry_id>/", views.entry, name="entry"),
    path("keep/", views.keep, name="keep"),
    path("export/", views.export, name="export"),
]
