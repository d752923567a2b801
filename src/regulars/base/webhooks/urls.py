"""The pages of this app."""

from django.urls import path

from . import views

app_name = "webhooks"
urlpatterns = [
    path("", views.endpoints, name="list"),
    path("add/", views.add, name="add"),
    path("<int:endpoint_id>/", views.endpoint, name="endpoint"),
    path("<int:endpoint_id>/rotate/", views.rotate, name="rotate"),
    path("<int:endpoint_id>/switch/", views.switch, name="switch"),
    path("<int:endpoint_id>/delete/", views.delete, name="delete"),
    path("deliveries/<int:delivery_id>/replay/", views.replay, name="replay"),
]
