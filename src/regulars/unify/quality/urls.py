"""The pages of quality. Its parts with pages of their own are included below."""

from django.urls import URLPattern, URLResolver, include, path

from . import views

app_name = "quality"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.overview, name="overview"),
    path("cleaning/", include("regulars.unify.quality.cleaning.urls")),
]
