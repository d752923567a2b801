"""The pages of this app."""

from django.urls import path

from . import views

app_name = "start"
urlpatterns = [
    path("", views.goals, name="goals"),
    path("fields/", views.fields, name="fields"),
    path("steps/", views.steps, name="steps"),
]
