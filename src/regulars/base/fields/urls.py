"""The pages of this app."""

from django.urls import path

from . import views

app_name = "fields"
urlpatterns = [
    path("", views.listing, name="list"),
    path("add/", views.add, name="add"),
    path("purposes/", views.purposes, name="purposes"),
    path("purposes/add/", views.add_purpose, name="add-purpose"),
    path("purposes/<str:code>/", views.edit_purpose, name="purpose"),
    path("<str:name>/", views.field, name="field"),
    path("<str:name>/edit/", views.edit, name="edit"),
    path("<str:name>/retire/", views.retire, name="retire"),
    path("<str:name>/restore/", views.restore, name="restore"),
]
