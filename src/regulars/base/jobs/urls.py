"""The pages of this app."""

from django.urls import path

from . import views

app_name = "jobs"
urlpatterns = [
    path("jobs/", views.job_list, name="list"),
    path("jobs/<uuid:job_id>/retry/", views.retry, name="retry"),
    path("health/", views.health, name="health"),
]
