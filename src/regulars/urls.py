"""Owns the map of pages. The doors under /v1/ and the health checks are answered in `asgi`, in front of Django."""

from django.urls import include, path

urlpatterns = [
    path("", include("regulars.base.web.urls")),
    path("", include("regulars.base.staff.urls")),
    path("", include("regulars.base.jobs.urls")),
    path("audit/", include("regulars.base.audit.urls")),
    path("fields/", include("regulars.base.fields.urls")),
    path("policy/", include("regulars.base.policy.urls")),
    path("start/", include("regulars.base.start.urls")),
    path("settings/", include("regulars.base.staff.settings.urls")),
    path("settings/", include("regulars.base.mail.urls")),
    path("settings/webhooks/", include("regulars.base.webhooks.urls")),
    path("customers/", include("regulars.unify.customers.urls")),
    path("notes/", include("regulars.unify.notes.urls")),
    path("quality/", include("regulars.unify.quality.urls")),
    path("imports/", include("regulars.collect.files.urls")),
    path("sources/", include("regulars.collect.sources.urls")),
    path("api/", include("regulars.rest.urls")),
]

handler400 = "regulars.base.web.views.bad_request"
handler403 = "regulars.base.web.views.forbidden"
handler404 = "regulars.base.web.views.not_found"
handler500 = "regulars.base.web.views.failed"
handler429 = "regulars.base.web.views.too_many"
