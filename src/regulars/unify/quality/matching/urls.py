"""The pages of duplicates."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.queue, name="duplicates"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("undo/", views.undo_last, name="undo-last"),
    path("decided/", views.decided, name="decided"),
    path("decided/<int:pk>/undo/", views.undo, name="undo-pair"),
    path("look/", views.look, name="look"),
    path("automatic/", views.automatic, name="automatic"),
    path("protections/", views.protections, name="protections"),
    path("protections/<int:key>/part/", views.part, name="part"),
]
