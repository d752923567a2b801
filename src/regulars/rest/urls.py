"""The addresses under /api; every view stands behind the edge."""

from django.urls import URLPattern, path, re_path

from . import views
from .api import door
from .gate import edge

app_name = "rest"


def behind_edge(pattern: URLPattern) -> URLPattern:
    """The pattern with its view behind the edge."""
    pattern.callback = edge(pattern.callback)
    return pattern


urlpatterns = [
    path("openapi.json", edge(views.openapi), name="openapi"),
    *(
        behind_edge(pattern)
        for pattern in door.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ),
    re_path(r"", edge(views.nothing), name="nothing"),
]
