"""The addresses under /api; every view stands behind the edge."""

from django.urls import URLPattern, path, re_path

from . import views
from .api import door
from .gate import edge
from .profiles.views import refuse, show_profile

app_name = "rest"


def behind_edge(pattern: URLPattern) -> URLPattern:
    """The pattern with its view behind the edge."""
    pattern.callback = edge(pattern.callback)
    return pattern


PROFILE = (
    r"v1/spaces/(?P<space>[^/]+)/collections/(?P<collection>users|accounts)/profiles/(?P<who>.+)"
    r"/(?P<route>traits|external_ids|events|metadata|links)$"
)

urlpatterns = [
    re_path(rf"^(?:profiles/)?{PROFILE}", edge(show_profile, refuse), name="profile"),
    path("openapi.json", edge(views.openapi), name="openapi"),
    *(
        behind_edge(pattern)
        for pattern in door.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ),
    re_path(r"", edge(views.nothing), name="nothing"),
]
