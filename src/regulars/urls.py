"""Owns the map of pages. The doors under /v1/ and the health checks are answered in `asgi`, in front of Django."""

from django.urls import include, path

urlpatterns = [
    path("", include("regulars.base.web.urls")),
    path("", include("regulars.base.staff.urls")),
    path("", include("regulars.base.jobs.urls")),
    path("customers/", include("regulars.unify.customers.urls")),
    path("sources/", include("regulars.collect.sources.urls")),
    path("api/", include("regulars.rest.urls")),
]

handler400 = "regulars.base.web.views.bad_request"
handler403 = "regulars.base.web.views.forbidden"
handler404 = "regulars.base.web.views.not_found"
handler500 = "regulars.base.web.views.failed"
handler429 = "regulars.base.web.views.too_many"
