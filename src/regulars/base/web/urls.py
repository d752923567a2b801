"""The pages of this app."""

from django.urls import path

from . import views
from .palette import palette
from .styleguide import styleguide

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("palette/", palette, name="palette"),
    path("styleguide/", styleguide, name="styleguide"),
    path("language/", views.language, name="language"),
]
