"""The pages of quality. Its parts with pages of their own are included below."""

from django.urls import URLPattern, URLResolver, include, path

from . import views

app_name = "quality"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.overview, name="overview"),
    path("cleaning/", include("regulars.unify.quality.cleaning.urls")),
    path("duplicates/", include("regulars.unify.quality.matching.urls")),
    path("report/", views.subscribe, name="subscribe"),
    path("customers/", views.listed, name="list"),
    path("review/", views.review, name="review"),
    path("review/many/", views.many, name="many"),
    path("review/<int:item>/", views.item, name="item"),
    path("rules/", views.rules, name="rules"),
    path("rules/outside/", views.validator, name="validator"),
    path("rules/outside/<slug:field>/remove/", views.remove, name="remove-validator"),
    path("about/<int:key>/<int:identifier>/code/", views.send_code, name="send-code"),
    path("about/<int:key>/<int:identifier>/entered/", views.enter_code, name="enter-code"),
    path("about/<int:key>/<int:identifier>/<slug:said>/", views.answer, name="answer"),
]
