"""The pages of duplicates."""

from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.queue, name="duplicates"),
    path("<int:pk>/decide/", pages.decide, name="decide"),
    path("undo/", pages.undo_last, name="undo-last"),
    path("decided/", pages.decided, name="decided"),
    path("decided/<int:pk>/undo/", pages.undo, name="undo-pair"),
    path("look/", pages.look, name="look"),
    path("automatic/", pages.automatic, name="automatic"),
    path("protections/", pages.protections, name="protections"),
    path("protections/<int:key>/part/", pages.part, name="part"),
]
