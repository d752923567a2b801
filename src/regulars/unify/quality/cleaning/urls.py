"""The pages of the workbench."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.fields, name="cleaning"),
    path("steps/<int:step>/undo/", views.undo, name="undo-cleaning"),
    path("steps/<int:step>/end-rule/", views.end_rule, name="end-cleaning-rule"),
    path("<str:field>/", views.workbench, name="workbench"),
    path("<str:field>/merge/", views.merge, name="merge-values"),
]
