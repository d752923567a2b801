"""The pages of this app."""

from django.urls import path

from . import views

app_name = "policy"
urlpatterns = [
    path("", views.rules, name="rules"),
    path("acknowledge/", views.acknowledge, name="acknowledge"),
    path("versions/<int:number>/", views.version, name="version"),
    path("edit/", views.edit, name="edit"),
    path("publish/", views.publish, name="publish"),
    path("colleagues/", views.colleagues, name="colleagues"),
    path("training/", views.training, name="training"),
    path("training/<slug:code>/", views.lesson, name="lesson"),
]
